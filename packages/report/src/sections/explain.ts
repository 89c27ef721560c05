import { applyCalibrator, type Calibrator, tellingCases } from '@applied-modeling/evaluation';
import { figure, paragraph, table } from '../blocks.ts';
import { barsWithIntervals } from '../charts/bars-with-intervals.ts';
import { contributions } from '../charts/contributions.ts';
import { featureInWords } from '../feature-words.ts';
import { decimal, percent, signed } from '../format.ts';
import type { Block, Section } from '../page.ts';
import { beginning } from './gate.ts';

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
  /** Of trees: the loss that splits on each feature removed; a feature that never splits is absent. */
  readonly gain?: readonly { readonly feature: string; readonly totalGain: number }[];
  /** Those that were judged; what follows runs parallel to them. */
  readonly rows: Uint32Array;
  /** In the unit of `outcome`: probabilities and 0 or 1, or two quantities. */
  readonly score: ArrayLike<number>;
  /** Tells rows apart whose scores tie, such as the margins behind an isotonic chance. */
  readonly order?: ArrayLike<number>;
  /** What they are, where that is not the whole test window: `its pages`. */
  readonly among?: string;
  /** NaN where nobody knows. */
  readonly outcome: ArrayLike<number>;
  /** What a row is and came to, by its place among the rows and its score: `account 7 in week 3: 86%, and it stayed`. */
  readonly tell: (at: number, score: number) => string;
  readonly explain: (rows: Uint32Array) => Explained;
  readonly code: readonly string[];
};

/** Contributions are dear: tens of rows are explained, not all of them. */
const SAMPLE = 20;
const SHOWN = { features: 10, reasons: 3, steps: 7 };

/** What the model uses, and why a low, a high and a mistaken score are what they are. The last is drawn step by step. */
export async function explainSection(told: ExplainSection): Promise<Section> {
  const shown = casesShown(told);
  const cases = told.explain(Uint32Array.from(shown, ({ at }) => told.rows[at]));
  const lines = shown.map(
    ({ title, at }, n) => `**${title}**, ${told.tell(at, told.score[at])}: ${reasons(told, cases, n).join('; ')}.`,
  );
  return {
    title: 'Why this score?',
    code: told.code,
    blocks: [
      paragraph(
        `A score is that of an average case plus what each feature adds or takes away, in ${told.unit} (${told.step}). This says why the model gives the score, not what to change: a feature can stand for something nobody measured, and moving it need not move the outcome.`,
      ),
      await usedFigure(told),
      { kind: 'list', items: lines },
      await caseFigure(told, cases, lines.length - 1),
    ],
  };
}

/** The same of a chance: what margins come to, which the features add up to. */
export function explainChances({
  margin,
  calibrator,
  ...told
}: Omit<ExplainSection, 'score' | 'order' | 'unit' | 'step'> & {
  readonly margin: Float64Array;
  readonly calibrator: Calibrator;
}): Promise<Section> {
  const score = applyCalibrator(calibrator, margin);
  return explainSection({ ...told, score, order: margin, unit: 'log-odds', step: '0.7 more doubles the odds' });
}

/** The telling cases, the surprising one last; one that is two of them is shown once. */
function casesShown({ score, outcome, order }: ExplainSection): readonly { title: string; at: number }[] {
  const { highest, lowest, surprising } = tellingCases(score, outcome, order);
  const cases = Object.entries({ low: lowest, high: highest, surprising });
  const rows = cases.flatMap(([, at]) => at ?? []);
  const titlesOf = (row: number) => cases.flatMap(([title, at]) => (at === row ? title : []));
  return rows
    .filter((row, nth) => rows.lastIndexOf(row) === nth)
    .map((row) => ({ title: beginning(titlesOf(row).join(', ')), at: row }));
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
  const most = sign === undefined ? 'what moves it most' : 'what speaks for it most';
  const rows = told.map((columns, at) => ({
    ...columns,
    [most]: reasons(names, explained, at, sign).join('; '),
  }));
  return table({ caption, words: [most], rows });
}

function usedFigure({ names, words = {}, gain = [], rows, explain, unit, among = 'the test window' }: ExplainSection) {
  const some = Math.min(SAMPLE, rows.length);
  const sample = explain(Uint32Array.from({ length: some }, (_, n) => rows[Math.floor((n * rows.length) / some)]));
  const shareOf = new Map(
    gain.map(({ feature, totalGain }) => [feature, totalGain / sum(gain, (one) => one.totalGain)]),
  );
  const means = names.map((_, feature) => sum(sample.effects, (row) => Math.abs(row[feature]) / some));
  const spec = barsWithIntervals({
    metric: `Mean size of a feature's contribution, ${unit}`,
    write: (size) => decimal(size, 2),
    bars: strongest(means)
      .slice(0, SHOWN.features)
      .map((feature) => ({
        name:
          inWords(names[feature], words) +
          (gain.length > 0 ? ` (${percent(shareOf.get(names[feature]) ?? 0, 0)})` : ''),
        value: means[feature],
      })),
  });
  return figure(
    'what-the-model-uses',
    spec,
    `What moves scores: the ${SHOWN.features} strongest features, by ${some} rows drawn evenly from ${among}.`,
    `${gain.length > 0 ? "In brackets the gain: the feature's part in what all splits took off the training loss. " : ''}A contribution is what the feature did to one score, up or down.`,
  );
}

function caseFigure({ names, words = {}, unit }: ExplainSection, cases: Explained, at: number) {
  const [effects, values] = [cases.effects[at], cases.values[at]];
  const order = strongest(effects);
  const others = sum(order.slice(SHOWN.steps), (feature) => effects[feature]);
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

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
