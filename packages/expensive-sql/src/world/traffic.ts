import { MS_PER_DAY, MS_PER_HOUR, randomStream, within } from '@applied-modeling/synthetic';
import { drawsOf, oneOf } from './draws.ts';
import { load, templates as planted, shape } from './planted.ts';
import { datesOf, type Population, type Template } from './population.ts';
import { STYLES } from './render.ts';
import type { Literals } from './templates.ts';

/** Somebody, or a clock, asks. */
export interface Arrival {
  /** 32 bits that tell it from every other, whatever the order. */
  readonly key: number;
  readonly template: Template;
  readonly ms: number;
  readonly user: number;
  readonly literals: Literals;
  /** Of its spelling: below `STYLES`. */
  readonly style: number;
  readonly comment: string;
}

export const QUARTER_MS = 900_000;

/** The epoch is a Monday. */
const isWeekend = (day: number) => day % 7 >= 5;
/** Before a query, as tools and people write them; # is a number of the template, @ the day. */
const COMMENTS = {
  dashboard: ['/* dashboard # */ '],
  notebook: ['', '', '', '', '-- check\n', '-- for the review of #\n', '/* todo: faster */ '],
  'bi tool': ['-- by the bi tool\n'],
  job: ['-- job #, day @\n'],
} as const;

export function createTraffic(seed: number, { templates, people }: Population, epoch: number) {
  const names = ['counts', 'queries', 'viewers', 'loads'];
  const [counts, queries, viewers, loads] = names.map((name) => randomStream(seed, name));

  const countOf = ({ id, application, perDay, bornOn, endsOn }: Template, day: number) => {
    if (day < bornOn || day >= endsOn) return 0;
    const { weekend } = application;
    const mean = perDay * (isWeekend(day) ? weekend : 1) * (7 / (5 + 2 * weekend));
    return application.isClocked ? Math.floor(mean + counts.uniform(id, day)) : counts.poisson(mean, id, day);
  };

  /** Of the day. Dashboards are refreshed from six to eight, jobs round the clock; people work. */
  const hourOf = ({ id, application: { name } }: Template, key: number, nth: number, count: number) => {
    const [phase, u] = [viewers.uniform(id, 0), queries.uniform(key, 0)];
    if (name === 'dashboard') return 6 + (14 * (nth + phase)) / count;
    if (name === 'job') return (6 * phase + (24 * nth) / count) % 24;
    if (u < load.atAnyHour) return (24 * u) / load.atAnyHour;
    return within([6.5, 19.5], (queries.uniform(key, 1) + queries.uniform(key, 2)) / 2);
  };

  /** Who looks at a dashboard sets its filters; the same few people look every day. */
  const literalsOf = (template: Template, key: number, today: number): Literals => {
    const { name, isClocked } = template.application;
    const own = drawsOf(queries, key, 3);
    const { fromDay, toDay, days } = datesOf(template, today, own());
    const shift = template.isSensitive && own() < 0.3 ? Math.floor(60 * own()) : 0;
    const viewer = name === 'dashboard' ? Math.floor(queries.uniform(key, 4) ** 2 * 12) : 0;
    const draw = isClocked ? drawsOf(viewers, template.id, 10 + viewer) : drawsOf(queries, key, 5);
    const halves = draw() + draw() + draw() - 1.5;
    return {
      dates: { fromDay: fromDay - shift, toDay: toDay - shift, days },
      listItems: Math.min(500, Math.ceil(Math.exp(1.8 + 2 * halves))),
      limit: oneOf([10, 100, 500, 1_000], draw()),
      salt: Math.floor(1e6 * draw()),
    };
  };

  const commentOf = ({ id, application }: Template, key: number, day: number) => {
    const number = 1 + Math.floor(300 * viewers.uniform(id, 2));
    const comments = COMMENTS[application.name];
    const comment = comments[Math.floor(comments.length * queries.uniform(key, 6))];
    return comment.replace('#', String(number)).replace('@', String(day + 1));
  };

  const userOf = ({ user, workspace }: Template, key: number) => {
    if (user >= people || queries.uniform(key, 7) >= planted.elsewhere) return user;
    return workspace + shape.workspaces * Math.floor(queries.uniform(key, 8) * Math.floor(people / shape.workspaces));
  };

  const arrive = (template: Template, day: number, nth: number, count: number): Arrival => {
    const key = Math.floor(counts.uniform(template.id, day, 1 + nth) * 2 ** 32);
    const midnight = epoch + day * MS_PER_DAY;
    const hour = hourOf(template, key, nth, count) + queries.uniform(key, 9) / 60;
    const spelt = template.application.name === 'notebook' ? queries.uniform(key, 10) : viewers.uniform(template.id, 1);
    const literals = literalsOf(template, key, Math.floor(midnight / MS_PER_DAY));
    const ms = midnight + Math.min(MS_PER_DAY - 1, Math.floor(hour * MS_PER_HOUR));
    const [user, comment] = [userOf(template, key), commentOf(template, key, day)];
    return { key, template, ms, user, literals, style: Math.floor(STYLES * spelt), comment };
  };

  return {
    /** All of a day, by time. */
    ofDay(day: number): Arrival[] {
      const found: Arrival[] = [];
      for (const template of templates) {
        const count = countOf(template, day);
        for (let nth = 0; nth < count; nth++) found.push(arrive(template, day, nth, count));
      }
      return found.sort((a, b) => a.ms - b.ms || a.key - b.key);
    },

    /** Share of its cores that a warehouse uses, by the quarter of an hour. */
    utilisation(warehouse: number, ms: number): number {
      const quarter = Math.floor((ms - epoch) / QUARTER_MS);
      const fromNoon = ((quarter / 4) % 24) - 12.5;
      const office = Math.exp(-((fromNoon / 4) ** 4)) * (isWeekend(Math.floor(quarter / 96)) ? load.weekend : 1);
      const level = within(load.office, viewers.uniform(warehouse, 3));
      const used = load.least + level * office + load.noise * loads.normal(warehouse, quarter);
      return Math.min(load.most, Math.max(load.least, used));
    },
  };
}
