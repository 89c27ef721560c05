import { type Block, table } from '@applied-modeling/report';
import { FEATURES } from '../features.ts';

/** The features with the hours they look at. */
export function featureTable(): Block {
  return table({
    caption: 'Features of a series and a week, as known on the Thursday before.',
    words: ['source', 'hours', 'what it says'],
    rows: FEATURES.map(({ name, source, hours, about }) => ({
      feature: `\`${name}\``,
      source,
      hours,
      'what it says': about,
    })),
  });
}
