import type { CalibratedModel, TrainingSet } from '../src/domain.ts';
import { type JudgedPages, openPages } from '../src/evaluation/pages.ts';
import { PRODUCTS } from '../src/training-set/line-columns.ts';

/** A notebook on a page, as a test tells it: a candidate, unless retrieval missed it. */
export interface LiteralNotebook {
  readonly id: string;
  readonly worth?: number;
  readonly isMissed?: boolean;
  readonly position?: number;
  readonly propensity?: number;
  readonly y?: number;
  readonly clicked?: number;
  readonly ageDays?: number;
  readonly features?: Readonly<Record<string, number>>;
}

export interface LiteralPage {
  readonly user?: string;
  readonly tenant?: string;
  readonly permitted?: number;
  readonly day?: number;
  readonly joinedDaysAgo?: number;
  readonly isNewTask?: boolean;
  readonly isLottery?: boolean;
  readonly notebooks: readonly LiteralNotebook[];
}

const MS_PER_DAY = 86_400_000;

/** What a line cannot do without. */
const LEAST = ['fresh_reads', 'table_overlap', 'hours_since_use', 'position'];

/** A training set of a few pages, with the features the test names. */
export function literalSet(pages: readonly LiteralPage[], names: readonly string[] = LEAST): TrainingSet {
  const rows = pages.flatMap((page, request) =>
    page.notebooks
      .filter(({ isMissed, position }) => !isMissed || position !== undefined)
      .map((notebook) => ({ ...notebook, page, request })),
  );
  type Row = (typeof rows)[number];
  const floats = (of: (row: Row) => number | undefined) => Float32Array.from(rows, (row) => of(row) ?? Number.NaN);
  const decidedAt = Float64Array.from(pages, ({ day = 0 }) => day * MS_PER_DAY);
  const position = floats((row) => row.position);
  return {
    rowCount: rows.length,
    spine: { keys: {}, decidedAt: Float64Array.from(rows, ({ request }) => decidedAt[request]) },
    carried: {},
    names,
    columns: names.map((name) => (name === 'position' ? position : floats(({ features }) => features?.[name]))),
    modelColumns: names,
    maxAvailableAtBySource: {},
    maxEventTimeBySource: {},
    fingerprint: 'literal',
    requests: {
      slateId: pages.map((_, request) => `s${request}`),
      userId: pages.map(({ user = 'ann' }) => user),
      teamId: pages.map(() => null),
      tenantId: pages.map(({ tenant = 't' }) => tenant),
      decidedAt,
      day: Int32Array.from(pages, ({ day = 0 }) => day),
      permitted: Int32Array.from(pages, ({ permitted, notebooks }) => permitted ?? notebooks.length),
      joinedAt: Float64Array.from(pages, ({ joinedDaysAgo = 100 }, at) => decidedAt[at] - joinedDaysAgo * MS_PER_DAY),
    },
    request: Int32Array.from(rows, ({ request }) => request),
    day: Int32Array.from(rows, ({ page }) => page.day ?? 0),
    notebookId: rows.map(({ id }) => id),
    notebookCreatedAt: Float64Array.from(
      rows,
      ({ request, ageDays = 100 }) => decidedAt[request] - ageDays * MS_PER_DAY,
    ),
    source: Int8Array.from(rows, ({ isMissed }) => (isMissed ? -1 : 0)),
    position,
    propensity: floats((row) => row.propensity),
    isLottery: Uint8Array.from(rows, ({ page }) => Number(page.isLottery ?? false)),
    violations: 0,
    y: floats((row) => row.y),
    clicked: floats((row) => row.clicked),
    foundAlone: new Uint8Array(rows.length),
    maturesAt: new Float64Array(rows.length),
    cluster: Int32Array.from(rows, ({ request }) => request),
  };
}

/** All of them judged, by what the test says they are worth. */
export function literalPages(pages: readonly LiteralPage[], names?: readonly string[]): JudgedPages {
  const truth = {
    relevance: pages.map(
      ({ notebooks }) => new Map(notebooks.flatMap(({ id, worth = 0 }) => (worth > 0 ? [[id, worth] as const] : []))),
    ),
    isNewTask: Uint8Array.from(pages, ({ isNewTask = false }) => Number(isNewTask)),
  };
  return openPages(literalSet(pages, names), Int32Array.from(pages.keys()), truth);
}

/** Gives everything the same chance. */
export function constantModel(chance: number): CalibratedModel {
  const none = { mean: 0, scale: 1, coefficient: 0 };
  return {
    name: 'logistic',
    fold: { fold: {}, train: new Uint32Array(), stopping: new Uint32Array() } as never,
    learned: {
      intercept: Math.log(chance / (1 - chance)),
      features: [...LEAST, ...PRODUCTS.map(({ name }) => name)].map((name) => ({ name, ...none, missing: null })),
      C: 1,
    },
    calibrator: { method: 'none' },
    alternatives: [],
  };
}
