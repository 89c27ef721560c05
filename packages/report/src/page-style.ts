/** The page's style. In the dark a drawing changes its inks, which are chosen for white, one by one. */

import { color, fontStack, inTheDark } from './theme.ts';

const darkInks = Object.entries(inTheDark).map(
  ([light, dark]) => `.card [fill="${light}"] { fill: ${dark}; } .card [stroke="${light}"] { stroke: ${dark}; }`,
);

export const pageStyle = `
:root {
  --paper: #fbfbfa; --raised: #ffffff; --ink: ${color.ink}; --muted: ${color.muted}; --line: #e2e5ea; --link: #1f5fb4;
  --wash: #f1f3f6; --shade: #1b25331f; --go: ${color.good}; --stop: #b3261e; --open: #7c6500; --tone: var(--open);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181e; --raised: #1b2129; --ink: #e4e8ee; --muted: #9eabbb; --line: #2d3641; --link: #8db8f2;
    --wash: #202731; --shade: #00000073; --go: #4fc3ae; --stop: #ff8a80; --open: #e0c45c;
  }
  ${darkInks.join('\n  ')}
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 ${fontStack}; }
main { max-width: 47.5rem; margin: 0 auto; padding: 3.5rem 1.25rem 5rem; }
h1 { font-size: 2.15rem; line-height: 1.15; letter-spacing: -0.022em; margin: 0; text-wrap: balance; }
h2 { font-size: 1.4rem; line-height: 1.25; letter-spacing: -0.012em; margin: 0 0 0.8rem; text-wrap: balance; }
p, ul, ol { margin: 0 0 1rem; text-wrap: pretty; }
li { margin-bottom: 0.35rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
code { font: 0.88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--wash); padding: 0.1em 0.3em; border-radius: 4px; overflow-wrap: break-word; }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1.1rem; overflow-x: auto; font-size: 0.92rem; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
dfn { font-style: italic; text-decoration: underline dotted var(--muted) 1px; text-underline-offset: 0.2em; }
.subtitle { color: var(--muted); font-size: 1.1rem; margin: 0.6rem 0 0; text-wrap: balance; }
section { margin-top: 3.2rem; scroll-margin-top: 1.5rem; }
.decision { margin-top: 2rem; background: var(--raised); border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 10px; padding: 1.5rem 1.6rem 1.6rem; }
.decision.go { --tone: var(--go); } .decision.stop { --tone: var(--stop); }
.decision h2 { color: var(--tone); font-size: 1.55rem; margin-bottom: 0.4rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.4rem, 1fr)); gap: 1.1rem 1.2rem; margin: 1.3rem 0 0; padding-top: 1.2rem; border-top: 1px solid var(--line); }
.tile dt { color: var(--muted); font-size: 0.84rem; line-height: 1.35; }
.tile dd { margin: 0.15rem 0 0; }
.tile dd strong { display: block; font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.02em; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile dd small { display: block; color: var(--muted); font-size: 0.84rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
.definition { font-size: 0.92rem; line-height: 1.5; color: var(--muted); border-left: 2px solid var(--line); padding-left: 0.9rem; margin: -0.35rem 0 1rem; }
.definition strong { color: var(--ink); font-weight: 600; }
.definition strong::after { content: " \\2014 "; font-weight: 400; color: var(--muted); }
.note { background: var(--wash); border-radius: 8px; padding: 0.8rem 1.1rem; }
.code, footer { color: var(--muted); font-size: 0.88rem; }
footer { margin-top: 3.5rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
figure { margin: 1.8rem 0; }
.card { background: var(--raised); border: 1px solid var(--line); border-radius: 10px; padding: 0.5rem; }
.card svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
figcaption { font-size: 0.94rem; line-height: 1.5; margin-top: 0.7rem; }
.reading { display: block; color: var(--muted); margin-top: 0.25rem; }
.table-caption { font-size: 0.94rem; font-weight: 600; margin: 1.6rem 0 0.5rem; }
/* Where a table goes on beyond an edge, the edge is shaded: the covers move with the table, the shades stay. */
.table {
  overflow-x: auto; margin: 0 0 1.4rem; border: 1px solid var(--line); border-radius: 10px;
  background:
    linear-gradient(to right, var(--raised) 40%, transparent) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--raised) 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 0.9rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 0.9rem 100% no-repeat scroll,
    var(--raised);
}
.table:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { padding: 0.55rem 0.9rem; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; font-size: 0.84rem; vertical-align: bottom; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; }
.number .interval, .number code { white-space: nowrap; display: inline-block; }
td:first-child { min-width: 5.5rem; }
.prose { min-width: 15rem; }
.emphasis td { font-weight: 650; background: var(--wash); }
nav { display: none; }
@media (min-width: 1180px) {
  body { display: grid; grid-template-columns: minmax(13rem, 1fr) minmax(0, 47.5rem) minmax(3rem, 1fr); }
  nav { display: block; position: sticky; top: 0; align-self: start; padding: 4.2rem 1rem 2rem 2rem; font-size: 0.86rem; line-height: 1.4; justify-self: end; max-width: 15rem; }
  nav ol { list-style: none; margin: 0; padding: 0; }
  nav li { margin-bottom: 0.55rem; }
  nav a { color: var(--muted); text-decoration: none; }
  nav a:hover { color: var(--link); text-decoration: underline; }
  main { margin: 0; }
}
@media (max-width: 560px) {
  body { font-size: 16px; }
  main { padding: 1.8rem 1rem 3rem; }
  h1 { font-size: 1.7rem; }
  .decision { padding: 1.1rem 1.1rem 1.2rem; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .tile dd strong { font-size: 1.3rem; }
  .card { padding: 0.1rem; }
  .wide { display: none; } .narrow { display: block; }
  table { font-size: 0.82rem; }
  th, td { padding: 0.45rem 0.5rem; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --ink: #000; --muted: #444; --line: #ccc; --wash: #f4f4f4; --link: #000; --go: ${color.good}; --stop: #b3261e; --open: #7c6500; }
  html { font-size: 12px; }
  body { display: block; font-size: 10pt; }
  nav { display: none; }
  main { max-width: none; padding: 0; }
  section { margin-top: 2.2rem; }
  figure { max-width: 40rem; }
  .wide { display: block; } .narrow { display: none; }
  figure, .decision, tr, .definition { break-inside: avoid; }
  h2 { break-after: avoid; }
  .table { overflow: visible; }
}
`;
