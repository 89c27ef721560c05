import { figure, paragraph, table } from '../blocks.ts';
import { barsWithIntervals } from '../charts/bars-with-intervals.ts';
import { contributions } from '../charts/contributions.ts';
import { featureInWords } from '../feature-words.ts';
import { percent, signed } from '../format.ts';
import type { Block, Section } from '../page.ts';

/** Rows with what each feature adds to their score: base + effects = score. */
export type Explained = {
  readonly base: number;
  /** One list a row: the effect of every feature, in the order of `names`. */
  readonly effects: readonly ArrayLike<number>[];
  /** What the rows hold, likewise; NaN where it is missing. */
  readonly values: readonly ArrayLike<number>[];
};

/** What the model calls its features, and what a reader does: by name, where the name's own words would not do. */
export type FeatureNames = {
  readonly names: readonly string[];
  readonly words?: Readonly<Record<string, string>>;
};

export type ExplainSection = FeatureNames & {
  /** What a score is in, and what a step of it means: `log-odds`, `0.7 more doubles the odds`. */
  readonly unit: string;
  readonly step: string;
  /** Share of the loss removed that is each feature's; a feature that never splits is absent. */
  readonly gain: Readonly<Record<string, number>>;
  /** Rows drawn evenly from those that were judged. */
  readonly sample: Explained;
  /** What each of the rows is and came to, in the order of `cases.rows`: `**Highest**: account 7, 86%, collapsed`. */
  readonly cases: Explained & { readonly told: readonly string[] };
  readonly code: readonly string[];
};

const SHOWN = { features: 10, reasons: 3, steps: 7 };

/** What the model uses, and why some rows have their scores. The last case is drawn step by step. */
export async function explainSection(told: ExplainSection): Promise<Section> {
  const { cases } = told;
  const lines = cases.told.map((line, at) => `${line}: ${reasons(told, cases, at).join('; ')}.`);
  return {
    title: 'Why this score?',
    code: told.code,
    blocks: [
      paragraph(
        `A score is that of an average case plus what each feature adds or takes away, in ${told.unit} (${told.step}). This says why the model gives the score, not what to change: a feature can stand for something nobody measured, and moving it need not move the outcome.`,
      ),
      await usedFigure(told),
      { kind: 'list', items: lines },
      await caseFigure(told, cases.told.length - 1),
    ],
  };
}

/** What moved a row most, in words: `tickets, 28 days = 5 (+0.81)`. Of one sign alone where it is given. */
export function reasons(
  { names, words = {} }: FeatureNames,
  { effects, values }: Explained,
  at: number,
  sign?: 1 | -1,
): readonly string[] {
  const asked = strongest(effects[at]).filter((feature) => sign === undefined || sign * effects[at][feature] > 0);
  return asked
    .slice(0, SHOWN.reasons)
    .map(
      (feature) =>
        `${inWords(names[feature], words)} = ${found(values[at][feature])} (${signed(effects[at][feature], 2)})`,
    );
}

/** A list of cases to act on, each with its reasons; `told` gives the columns before them. */
export function reasonedTable(
  names: FeatureNames,
  explained: Explained,
  told: readonly Readonly<Record<string, string>>[],
  { caption, sign }: { readonly caption: string; readonly sign?: 1 | -1 },
): Block {
  const rows = told.map((columns, at) => ({
    ...columns,
    'what speaks for it most': reasons(names, explained, at, sign).join('; '),
  }));
  return table({ caption, words: ['what speaks for it most'], rows });
}

function usedFigure({ names, words = {}, gain, sample, unit }: ExplainSection) {
  const means = names.map((_, feature) => mean(sample.effects.map((row) => Math.abs(row[feature]))));
  const spec = barsWithIntervals({
    metric: `Mean size of a feature's contribution, ${unit}`,
    format: '.2f',
    bars: strongest(means)
      .slice(0, SHOWN.features)
      .map((feature) => ({
        name: `${inWords(names[feature], words)} (${percent(gain[names[feature]] ?? 0, 0)})`,
        value: means[feature],
      })),
  });
  return figure(
    'what-the-model-uses',
    spec,
    `What moves scores: the ${SHOWN.features} strongest features, by ${sample.effects.length} rows drawn evenly from the test window.`,
    "In brackets the gain: the feature's part in what all splits took off the training loss. A contribution is what it did to one score.",
  );
}

function caseFigure({ names, words = {}, unit, cases }: ExplainSection, at: number) {
  const [effects, values] = [cases.effects[at], cases.values[at]];
  const order = strongest(effects);
  const others = order.slice(SHOWN.steps).reduce((sum, feature) => sum + effects[feature], 0);
  const steps = order.slice(0, SHOWN.steps).map((feature) => ({
    name: inWords(names[feature], words),
    effect: effects[feature],
    found: found(values[feature]),
  }));
  const spec = contributions({ base: cases.base, steps: [...steps, { name: 'all others', effect: others }], unit });
  return figure('one-score', spec, 'The last of these, step by step from the average case.');
}

/** Features by the size of their effect, largest first. */
function strongest(effects: ArrayLike<number>): number[] {
  return Array.from(effects, (_, feature) => feature).sort((a, b) => Math.abs(effects[b]) - Math.abs(effects[a]));
}

function inWords(name: string, words: Readonly<Record<string, string>>): string {
  return words[name] ?? featureInWords(name);
}

function found(value: number): string {
  return Number.isNaN(value) ? 'missing' : String(Number(value.toPrecision(3))).replace('-', '−');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}
