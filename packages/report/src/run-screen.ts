/** The screen of a training run: its own figures first, then what every run has to say. */

import { isDeepStrictEqual } from 'node:util';
import { count, estimate, type Measured } from './format.ts';
import { pairRuns, type RunOnRows } from './pair-runs.ts';
import type { SourceTold } from './run-page.ts';
import { type Fact, layOut, type ScreenBlock } from './screen.ts';
import type { AuditTold } from './sections/audit.ts';
import { type GateTold, withoutVerdict } from './sections/gate.ts';

export type RunScreen<Run extends RunTold> = {
  /** What was judged; where it came from is added in brackets. */
  readonly headline: string;
  /** The run's own figures. */
  readonly blocks: readonly ScreenBlock[];
  readonly judged: {
    readonly ingested: { readonly source: SourceTold };
    readonly audit: Pick<AuditTold, 'passed' | 'checked' | 'findings'>;
    readonly gate: GateTold;
  };
  /** What became of the model, in one sentence. */
  readonly registration: string;
  readonly run: Run;
  /** The last run that can be compared with this one, if there is one. */
  readonly previous: Run | null;
  /** The figure that tells most of a change: its key among the metrics, its name, and how a difference is written. */
  readonly compared: {
    readonly key: string;
    readonly name: string;
    readonly write: (difference: Measured) => string;
  };
  /** Opens the tracked runs. */
  readonly openCommand: string;
  /** What was typed, without flags. */
  readonly command: string;
};

export type RunTold = RunOnRows & {
  readonly fingerprints: { readonly data: string | null; readonly model: string | null };
  readonly paths: { readonly report_html: string };
  readonly seconds: Readonly<Record<string, number>>;
  readonly peak_rss_mib: number;
};

export function runScreen<Run extends RunTold>(told: RunScreen<Run>): string {
  return layOut([
    { kind: 'sentence', text: `${told.headline} (${whereFrom(told.judged.ingested.source)})` },
    ...told.blocks,
    { kind: 'facts', facts: verdicts(told) },
    { kind: 'facts', facts: [...sinceLastRun(told), ...whereToLook(told)] },
    { kind: 'table', words: ['to see'], rows: whatToTry(told) },
  ]);
}

function whereFrom(source: SourceTold): string {
  return source.kind === 'simulated' ? `simulated ${source.size}, seed ${source.seed}` : source.dir;
}

function verdicts<Run extends RunTold>({ judged: { audit, gate }, registration }: RunScreen<Run>): readonly Fact[] {
  const passed = gate.checks.filter((check) => check.passed).length;
  const audited = `passed: ${audit.checked.length} detectors, ${audit.findings.length || 'nothing'} found`;
  const failed = gate.checks.filter((check) => !check.passed);
  return [
    { label: 'audit', value: audit.passed ? audited : 'REFUSED', items: findings(audit.findings) },
    {
      label: 'gate',
      value: `${gate.passed ? 'passed' : 'not passed'}: ${passed} of ${gate.checks.length} checks`,
      items: [
        ...failed.map(({ name, reason }) => ({ text: `✗ ${name}: ${withoutVerdict(reason)}` })),
        ...gate.skipped.map(({ name, why }) => ({ text: `· ${name} was not asked: ${why}` })),
      ],
    },
    { label: 'model', value: registration },
  ];
}

/** One item a detector and severity: a leak comes in several columns, and the advice is the same for all. */
function findings(all: AuditTold['findings']): NonNullable<Fact['items']> {
  const groups = new Map<string, (typeof all)[number][]>();
  for (const finding of all) {
    const title = `${finding.severity === 'refused' ? '✗' : '·'} ${finding.detector}`;
    groups.set(title, [...(groups.get(title) ?? []), finding]);
  }
  return [...groups].map(([text, found]) => ({
    text,
    below: [...found.map(({ subject, found }) => `${subject}: ${found}`), `→ ${found[0].whatToDo}`],
  }));
}

/** Nothing after a run that was refused: its figures mean nothing. */
function sinceLastRun<Run extends RunTold>({ judged, previous, run, compared }: RunScreen<Run>): readonly Fact[] {
  if (previous === null || !judged.audit.passed) return [];
  const found = ({ fingerprints: { data, model }, metrics }: Run) => ({ data, model, metrics });
  const value = isDeepStrictEqual(found(previous), found(run))
    ? 'identical: same data, model and figures'
    : `since the last of this seed and size: ${compared.name} ${difference(previous, run, compared)}`;
  return [{ label: 'last run', value }];
}

function difference(before: RunTold, now: RunTold, { key, write }: RunScreen<RunTold>['compared']): string {
  const found = pairRuns(before, now, key);
  if (found.isPaired) return `${estimate(found, write)}, paired on the same test rows`;
  return [write(found.estimate), ...(found.why === null ? [] : [found.why])].join(', ');
}

function whereToLook<Run extends RunTold>({ run, openCommand }: RunScreen<Run>): readonly Fact[] {
  return [
    { label: 'report', value: run.paths.report_html },
    { label: 'mlflow', value: openCommand, isCommand: true },
    { label: 'took', value: `${run.seconds.total.toFixed(1)} s, ${count(run.peak_rss_mib)} MiB` },
  ];
}

function whatToTry<Run extends RunTold>({ command, judged: { ingested, audit } }: RunScreen<Run>) {
  const row = (flags: string, why: string) => ({ 'try next': `${command}${flags}`, 'to see': why });
  if (ingested.source.kind === 'files') return [row('', 'the simulated world, whose right answer is known')];
  if (!audit.passed) return [row(' --size small', 'the same world without the leak')];
  return [row(' --size small --plant-leak', 'the audit refuse a leak'), row(' --seed 10', 'another world')];
}
