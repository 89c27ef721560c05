import { importsOf, type Package } from './sources.ts';

export const STAGES = [
  '1-ingest',
  '2-features',
  '3-split',
  '4-train',
  '5-calibrate',
  '6-evaluate',
  '7-register',
  '8-score',
  '9-monitor',
];
const HEADINGS = [
  'The prompt',
  'The answer in numbers',
  'Run it',
  'The stages',
  'What the monitor is worth',
  'On Databricks',
  'Left out, because',
];

/** Every stage has its file, its verb and its test. */
export function findMissingStages({ files }: Package): string[] {
  return STAGES.flatMap((stage) => {
    const [file, test] = [`src/stages/${stage}.ts`, `test/stages/${stage}.test.ts`];
    const verb = stage.replace(/^\d+-/, '');
    const source = files.get(file);
    const problems: string[] = [];
    if (source === undefined) problems.push(`${file}: missing; write the stage and export its function ${verb}`);
    else if (!new RegExp(`^export (async )?function ${verb}\\b`, 'm').test(source))
      problems.push(`${file}: exports no function ${verb}; a stage's verb is named like its file`);
    if (!files.has(test)) problems.push(`${test}: missing; write the test of ${stage}`);
    return problems;
  });
}

export function findMissingHeadings({ readme }: Package): string[] {
  const lines = readme.split(/\r?\n/);
  const missing = HEADINGS.filter((heading) => !lines.includes(`## ${heading}`));
  return missing.map((heading) => `README.md: lacks the heading "## ${heading}"; add the section`);
}

/** Stages hand each other data through pipeline.ts, the only file that knows their order. */
export function findStagesThatCallStages({ files }: Package): string[] {
  return [...files]
    .filter(([file]) => isStage(file))
    .flatMap(([file, source]) =>
      importsOf(file, source)
        .filter(({ from, isType }) => isStage(from) && !isType)
        .map(
          ({ from }) =>
            `${file}: imports ${from}; a stage gets the results of others as arguments (import type is fine)`,
        ),
    );
}

function isStage(path: string): boolean {
  return /^src\/stages\/[^/]+$/.test(path);
}
