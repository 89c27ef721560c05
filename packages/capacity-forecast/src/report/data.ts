import { dataSection as describeData, type Section, table } from '@applied-modeling/report';
import { FEATURES } from '../features.ts';
import type { JudgedRun } from '../pipeline.ts';

/** What the run was made of: tables, what ingestion noticed in them, and the features with the hours they look at. */
export function dataSection({ ingested }: JudgedRun): Section {
  const features = table({
    caption: 'Features of a series and a week, as known on the Thursday before.',
    words: ['source', 'hours', 'what it says'],
    rows: FEATURES.map(({ name, source, hours, about }) => ({
      feature: `\`${name}\``,
      source,
      hours,
      'what it says': about,
    })),
  });
  return describeData({ data: ingested, made: [features], code: ['stages/1-ingest.ts', 'features.ts'] });
}
