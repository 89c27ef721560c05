import { type Lake, readSql } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Ingested } from '../domain.ts';

/** A blank page that somebody opened, on a day that is decided about. */
export interface PageAsked {
  readonly slateId: string;
  readonly person: number;
  readonly decidedMs: number;
  readonly day: number;
}

/** A suggestion that stood on a slate. */
export interface Shown {
  readonly item: number;
  readonly position: number;
  /** NaN where nobody logged it. */
  readonly propensity: number;
  readonly isLottery: number;
}

/** In the order they were opened, once `readDirectory` has numbered people and notebooks. */
export async function readPages(lake: Lake, { epoch, decisionSteps }: Ingested['calendar']): Promise<PageAsked[]> {
  const found = await lake.query(PAGES_SQL);
  const [slateId, person, decided] = [found.strings('slate_id'), found.integers('person'), found.numbers('decided_ms')];
  const days = new Set(decisionSteps);
  const pages = slateId.map((one, at) => ({
    ...{ slateId: one, person: person[at], decidedMs: decided[at] },
    day: Math.floor((decided[at] - epoch) / MS_PER_DAY),
  }));
  return pages.filter(({ day }) => days.has(day));
}

/** By slate, from the first position. */
export async function readSlates(lake: Lake): Promise<ReadonlyMap<string, readonly Shown[]>> {
  const found = await lake.query(SHOWN_SQL);
  const [item, position, isLottery] = ['item', 'position', 'is_lottery'].map((name) => found.integers(name));
  const propensity = found.numbers('propensity');
  const slates = new Map<string, Shown[]>();
  for (const [at, slateId] of found.strings('slate_id').entries()) {
    const shown = {
      ...{ item: item[at], position: position[at] },
      ...{ propensity: propensity[at], isLottery: isLottery[at] },
    };
    const slate = slates.get(slateId);
    if (slate) slate.push(shown);
    else slates.set(slateId, [shown]);
  }
  return slates;
}

const PAGES_SQL = readSql(new URL('pages.sql', import.meta.url));
const SHOWN_SQL = readSql(new URL('shown.sql', import.meta.url));
