import { type Known, newKnown, type Outlook } from '../src/forecast/outlook.ts';
import { emptyHours, type Panel } from '../src/forecast/panel.ts';
import { HOURS } from '../src/label.ts';

/** A panel of one family in one region, in memory; all of it is known from the start. `nodesOf` gives what was served. */
export function tinyPanel(series: number, weeks: number, nodesOf: (series: number, hour: number) => number): Panel {
  const hours = weeks * HOURS;
  const names = (name: string) => Array.from({ length: series }, () => name);
  const panel = {
    ...emptyHours(series * hours),
    epoch: 0,
    hours,
    weeks,
    ids: Array.from({ length: series }, (_, index) => `aws/r/${index}`),
    cloud: names('aws'),
    region: names('r'),
    country: names('IE'),
    family: names('general'),
    utcOffsetHours: new Float64Array(series),
    spillsFrom: new Int32Array(series).fill(-1),
    capacity: new Float32Array(series * weeks).fill(1000),
  };
  for (let i = 0; i < series; i++) {
    for (let hour = 0; hour < hours; hour++) panel.served[i * hours + hour] = nodesOf(i, hour);
  }
  panel.servedKnownAt.fill(0);
  panel.failuresKnownAt.fill(0);
  return panel;
}

/** Nothing on the schedule but what `fill` says about a week. */
export function tinyOutlook(fill: (known: Known, week: number) => void = () => undefined): Outlook {
  return (_, week) => {
    const known = newKnown();
    fill(known, week);
    return known;
  };
}
