import { type Lake, readSql } from '@applied-modeling/lakehouse';
import { EVENT_KINDS, type ShelfEvent } from '@applied-modeling/retrieval';

/** Hands over events, in the order they became known. */
export interface EventFeed {
  /** Up to an instant, itself included; each event once. */
  until(ms: number, learn: (event: ShelfEvent) => void): void;
}

/** All events the lake knows, once `readDirectory` has numbered them. */
export async function readEvents(lake: Lake): Promise<EventFeed> {
  const found = await lake.query(EVENTS_SQL);
  const [kind, person, item, other] = ['kind', 'person', 'item', 'other'].map((name) => found.integers(name));
  const [knownMs, atMs] = ['known_ms', 'at_ms'].map((name) => found.numbers(name));
  let at = 0;
  return {
    until(ms, learn) {
      for (; at < found.rowCount && knownMs[at] <= ms; at++)
        learn({
          kind: EVENT_KINDS[kind[at]],
          knownMs: knownMs[at],
          atMs: atMs[at],
          person: person[at],
          item: item[at],
          other: other[at],
        });
    },
  };
}

const EVENTS_SQL = readSql(new URL('events.sql', import.meta.url));
