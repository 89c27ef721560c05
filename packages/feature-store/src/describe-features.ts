import type { CalendarMean } from './calendar-mean.ts';
import { formula } from './derivations.ts';
import type { EventAggregate } from './event-aggregates.ts';
import type { FeatureSet } from './feature-set.ts';
import type { FeatureView } from './feature-view.ts';
import type { LatestValue } from './latest-values.ts';
import type { Condition, WindowAggregate } from './window-aggregates.ts';

/** One row of the table of features, for a README or a report. */
export interface FeatureDescription {
  readonly name: string;
  /** What is computed, e.g. `sum of dbu`, or a formula over other features. */
  readonly definition: string;
  /** The table read; a derived feature reads none itself. */
  readonly source: string;
  /** Days relative to the decision's day, e.g. `[−28, 0)`; of an event view, e.g. `last 24 hours`. */
  readonly window: string;
  /** Which clocks decide what a decision may read. */
  readonly clocks: string;
  /** How fresh the source is declared to be, e.g. `14 h`. */
  readonly freshness: string;
  /** Whether the model sees it, or it is an ingredient only. */
  readonly inModel: boolean;
  readonly about: string;
}

/** Every feature in order of definition. */
export function describeFeatures({ views, derived, modelColumns }: FeatureSet): readonly FeatureDescription[] {
  const inModel = (name: string) => modelColumns.includes(name);
  const ofViews = views.flatMap((view) =>
    Object.entries(view.features).map(([name, feature]) => ({
      name,
      ...inWords(view, name),
      source: view.source.name,
      clocks: clocksInWords(view),
      freshness: view.kind === 'calendar' ? 'known in advance' : `${view.freshnessHours} h`,
      inModel: inModel(name),
      about: feature.about ?? '',
    })),
  );
  const ofDerived = Object.entries(derived).map(([name, derivation]) => ({
    name,
    definition: formula(derivation),
    source: '',
    window: '',
    clocks: '',
    freshness: '',
    inModel: inModel(name),
    about: '',
  }));
  return [...ofViews, ...ofDerived];
}

function inWords(view: FeatureView, name: string): Pick<FeatureDescription, 'definition' | 'window'> {
  if (view.kind === 'event') return eventInWords(view.features[name]);
  const feature: WindowAggregate | LatestValue | CalendarMean = view.features[name];
  switch (feature.op) {
    case 'mean':
      return { definition: `mean of ${feature.column}`, window: `[${signed(feature.from)}, ${signed(feature.to)})` };
    case 'latest':
      return { definition: `newest ${feature.column}`, window: 'newest row' };
    case 'ordinal':
      return { definition: `newest ${feature.column} as ${feature.order?.join(' < ')}`, window: 'newest row' };
    case 'daysUntil':
      return { definition: `days until newest ${feature.column}`, window: 'newest row' };
    case 'daysSince':
      return { definition: `days since newest ${feature.column}`, window: 'newest row' };
    default:
      return { definition: aggregateInWords(feature), window: `[${signed(-feature.days)}, 0)` };
  }
}

function eventInWords({ op, column, q, rows, hours, days, where }: EventAggregate) {
  const words = {
    ...{ sum: `sum of ${column}`, count: 'rows', max: `greatest ${column}`, min: `smallest ${column}` },
    ...{ meanPerRow: `mean ${column}`, quantile: q === 0.5 ? `median ${column}` : `${q} quantile of ${column}` },
    ...{ lastValue: `newest ${column}`, hoursSinceLast: 'hours since the newest event' },
  }[op];
  const [size, unit] = rows ? [rows, 'row'] : hours ? [hours, 'hour'] : [days, 'day'];
  return { definition: withCondition(words, where), window: `last ${size} ${unit}${size === 1 ? '' : 's'}` };
}

function aggregateInWords({ op, column, where }: WindowAggregate): string {
  const words = {
    sum: `sum of ${column}`,
    meanPerDay: `sum of ${column} per day observed`,
    count: 'rows',
    activeDays: 'days with a row',
    max: `greatest ${column}`,
    min: `smallest ${column}`,
    daysSinceLast: 'days since the newest row',
  }[op];
  return withCondition(words, where);
}

function withCondition(words: string, where?: Condition): string {
  return where ? `${words} where ${conditionInWords(where)}` : words;
}

function conditionInWords({ column, oneOf }: Condition): string {
  return `${column} is ${oneOf.join(' or ')}`;
}

function clocksInWords(view: FeatureView): string {
  if (view.kind === 'calendar') return `${view.dateColumn}, published in advance`;
  const { eventTime = 'no event time', availableAt } = view.source.clocks;
  if (view.kind === 'event') return `${availableAt} ≤ decided_at`;
  return availableAt ? `${eventTime}; ${availableAt} ≤ decided_at` : `${eventTime}; always known`;
}

function signed(days: number): string {
  return days < 0 ? `−${-days}` : `${days}`;
}
