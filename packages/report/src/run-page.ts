import { count } from './format.ts';
import { type Block, figureFiles, type Page, type Section, type Tile } from './page.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { type AuditSection, auditSection } from './sections/audit.ts';
import { type DataTold, dataSection } from './sections/data.ts';
import { decide } from './sections/decision.ts';
import { type GateTold, gateSection } from './sections/gate.ts';

/** What every page says of its run besides what it found. */
export type PageRun = {
  readonly runId: string;
  readonly ingested: DataTold & { readonly source: SourceTold };
  readonly audit: AuditSection['audit'];
  readonly gate: GateTold;
  /** Null where there is no model file to register. */
  readonly modelFingerprint: string | null;
};

/** Where a run's tables came from. */
export type SourceTold =
  | { readonly kind: 'simulated'; readonly size: string; readonly seed: number }
  | { readonly kind: 'files'; readonly dir: string };

/** What pages of every question say; one that a page does not say is not defined on it. */
const USUAL_TERMS = {
  'average precision': 'area under the precision-recall curve as a step function; a random order scores the base rate',
  slope: 'how far apart the predicted chances lie: 1 is right, below 1 they are too extreme',
  Brier: 'mean squared distance between the chance and what happened, 0 or 1',
  isotonic: 'a step function that rises with the score, fitted to what happened and smoothed',
  Platt: 'a sigmoid of the score, fitted to what happened',
  'pinball loss': 'mean of level × shortfall or (1 − level) × excess: least at the true quantile',
  MAPE: 'mean absolute percentage error of a level as a forecast of what came',
};

export type RunPage = Pick<Page, 'title' | 'sections'> & {
  /** As of a page. */
  readonly source: string;
  /** Beside the usual terms. */
  readonly glossary?: Readonly<Record<string, string>>;
  /** Follows the number of test rows. */
  readonly judged: string;
  /** What is in force: `the three-day rule`, or `version 3`. */
  readonly champion: string;
  /** Why the model should be offered, in one sentence; otherwise because the gate passed. */
  readonly offer?: string;
  readonly tiles: readonly Tile[];
  readonly audited: Pick<AuditSection, 'noticedAuc' | 'question'>;
  /** What was made of the tables. */
  readonly made: readonly Block[];
};

/** What the last line and the first take from the run's metrics. */
export type PageMetrics = {
  readonly fingerprints: Readonly<Record<'data' | 'features' | 'model', string | null>>;
  readonly rows: { readonly test: number };
};

/**
 * A page of a run: the decision first, then its own sections in the order a sceptic would ask for them, then what every run
 * has to say: audit, gate, and what it was made of.
 */
export function runPage(run: PageRun, { fingerprints, rows }: PageMetrics, page: RunPage): Page {
  const { runId, ingested, audit, gate } = run;
  const { data, features, model } = fingerprints;
  const { title, source, champion, offer = 'Every check of the gate passed.', tiles } = page;
  const glossary = { ...USUAL_TERMS, ...page.glossary };
  return {
    ...{ title, source, glossary },
    subtitle: `${whereFrom(ingested.source)}: ${count(rows.test)} ${page.judged}`,
    decision: decide({ audit, gate, champion, offer, tiles }),
    sections: [...page.sections, ...verdicts(run, page)],
    footer: `Run ${runId}; data ${data}, features ${features?.slice(0, 16)}, model ${model ?? 'none'}.`,
  };
}

function whereFrom(source: SourceTold): string {
  return source.kind === 'simulated'
    ? `simulated world, size ${source.size}, seed ${source.seed}`
    : `your data in ${source.dir}`;
}

function verdicts({ ingested, audit, gate, modelFingerprint }: PageRun, page: RunPage): readonly Section[] {
  const noModel = modelFingerprint === null ? 'this engine leaves no model file' : undefined;
  const withheld = audit.passed ? noModel : 'the audit refused the run';
  return [
    auditSection({ audit, ...page.audited, code: ['evaluation/audit.ts'] }),
    gateSection({ gate, champion: page.champion, withheld, code: ['evaluation/gate.ts', 'stages/7-register.ts'] }),
    dataSection({ data: ingested, made: page.made, code: ['tables.ts', 'features.ts', 'stages/1-ingest.ts'] }),
  ];
}

/** The page for a browser and for the web, and every figure as a file of its own: name to content. */
export function pageFiles(page: Page): Readonly<Record<string, string>> {
  return {
    'report.html': renderHtml(page),
    'report.md': renderMarkdown(page),
    ...Object.fromEntries(figureFiles(page)),
  };
}
