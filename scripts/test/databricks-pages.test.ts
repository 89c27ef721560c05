import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesUnder } from '../files-under.ts';

/**
 * A DATABRICKS.md is run by nobody, so it rots unseen. What can be held against the pipeline without Python is held: a section a
 * stage, in their order and by their names, each with the link to its file and with one short block.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAGES = readdirSync(join(ROOT, 'packages/churn/src/stages')).map((file) => file.replace('.ts', ''));
const BLOCK_LINES = { least: 8, most: 14 };

/** Of a page: everything that is not as its readers expect, where `isThere` tells of files beside it. */
function problemsIn(page: string, isThere: (path: string) => boolean): string[] {
  const sections = page.split(/^## /m).slice(1);
  const found = sections.map((section) => section.split('\n')[0].replace('. ', '-'));
  if (found.join() !== STAGES.join()) return [`sections: found ${found.join(', ')}, expected ${STAGES.join(', ')}`];
  const links = Array.from(page.matchAll(/\]\(([^)]+)\)/g), ([, path]) => path);
  return [
    ...links.filter((path) => !isThere(path)).map((path) => `${path}: linked, and no such file`),
    ...sections.flatMap((section, at) => sectionProblems(section, STAGES[at], isThere)),
  ];
}

function sectionProblems(section: string, stage: string, isThere: (path: string) => boolean): string[] {
  const file = `src/stages/${stage}.ts`;
  const blocks = Array.from(section.matchAll(/^```python\n([\s\S]*?)^```$/gm), ([, block]) => block);
  const lines = blocks[0]?.split('\n').filter((line) => line.trim() !== '').length ?? 0;
  const { least, most } = BLOCK_LINES;
  const rules = [
    [section.includes(`(${file})`) || !isThere(file), `no link to ${file}`],
    [blocks.length === 1, `found ${blocks.length} blocks of Python, expected one`],
    [lines >= least && lines <= most, `found ${lines} lines of Python, expected ${least} to ${most}`],
  ] as const;
  return rules.flatMap(([holds, words]) => (holds ? [] : `${stage}: ${words}`));
}

const block = (lines: number) => `\`\`\`python\n${'fe.go()\n\n'.repeat(lines)}\`\`\`\n`;
const section = (stage: string, python = block(8)) =>
  `## ${stage.replace('-', '. ')}\n\n[${stage}.ts](src/stages/${stage}.ts). Why.\n\n${python}\n`;
const sound = STAGES.map((stage) => section(stage)).join('');

describe('a page of the nine stages on Databricks', () => {
  it.each([
    [sound, []],
    [sound.replace('## 3. split', '## 3. divide'), [expect.stringMatching(/^sections: found .*3-divide/)]],
    [sound.replace(section('9-monitor'), ''), [expect.stringMatching(/^sections: found .*8-score, expected/)]],
    [section('4-train') + sound.replace(section('4-train'), ''), [expect.stringMatching(/^sections: found 4-train/)]],
    [
      sound.replace(section('4-train'), section('4-train', block(7))),
      [expect.stringMatching(/^4-train: found 7 lines/)],
    ],
    [sound.replace(section('4-train'), section('4-train', block(15))), [expect.stringMatching(/^4-train: found 15/)]],
    [sound.replace(block(8), block(8) + block(8)), ['1-ingest: found 2 blocks of Python, expected one']],
    [sound.replace('(src/stages/2-features.ts)', ''), ['2-features: no link to src/stages/2-features.ts']],
    [sound.replace('Why.', '[Why](src/why.ts).'), ['src/why.ts: linked, and no such file']],
  ])('is told what is wrong with it (%#)', (page, problems) => {
    expect(problemsIn(page, (path) => path.startsWith('src/stages/'))).toEqual(problems);
  });

  it('fits its pipeline, in every package that has one', () => {
    const pages = filesUnder(ROOT, 'packages').filter((file) => file.endsWith('/DATABRICKS.md'));
    expect(pages.length).toBeGreaterThanOrEqual(5);
    for (const page of pages) {
      const folder = dirname(join(ROOT, page));
      const problems = problemsIn(readFileSync(join(ROOT, page), 'utf8'), (path) => existsSync(join(folder, path)));
      expect(problems, page).toEqual([]);
      expect(readFileSync(join(folder, 'README.md'), 'utf8'), page).toContain('[DATABRICKS.md](DATABRICKS.md)');
    }
  });
});
