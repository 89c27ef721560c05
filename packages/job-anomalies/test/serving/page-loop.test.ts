import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, beforeAnyPage, type PageEvent, type PageLoopState } from '../../src/serving/page-loop.ts';

const HOUR = 3_600_000;
const settings = { cutOff: 1, muteHours: 72, stormHours: 8, lateMs: HOUR };
const late: PageEvent = { runId: 1, multiple: 1.5, atMs: HOUR, jobId: 'a', poolOfTeam: 'p team', score: 2 };
const pagesOf = (events: readonly PageEvent[]) => advance(beforeAnyPage, events, Number.MAX_VALUE, settings).pages;

describe('pages', () => {
  it('go to the first checkpoint at the cut-off, once a job and once a storm', () => {
    expect(pagesOf([late])).toEqual([late]);
    expect(pagesOf([{ ...late, score: 0.9 }])).toEqual([]);
    expect(pagesOf([late, { ...late, multiple: 2, atMs: 2 * HOUR }])).toEqual([late]);
    const storm = { ...late, runId: 2, jobId: 'b', atMs: 2 * HOUR };
    expect(pagesOf([storm, late])).toEqual([late]);
    expect(pagesOf([late, { ...storm, poolOfTeam: null }])).toHaveLength(2);
    expect(pagesOf([late, { ...storm, atMs: 9 * HOUR }])).toHaveLength(2);
    expect(pagesOf([late, { ...late, runId: 3, poolOfTeam: null, atMs: 73 * HOUR }])).toHaveLength(2);
  });

  it('wait as long as an older event could come in, and no longer', () => {
    const soon = advance(beforeAnyPage, [late], late.atMs + HOUR - 2, settings);
    expect(soon.pages).toEqual([]);
    const older = { ...late, runId: 9, jobId: 'c', atMs: late.atMs - 1 };
    expect(advance(soon.state, [older], late.atMs + HOUR, settings).pages).toEqual([older]); // and it speaks for the pool
    expect(advance(soon.state, [], late.atMs + HOUR, settings).pages).toEqual([late]);
  });
});

/** Events of a few jobs and pools within a week, each with how late it comes in and how often. */
const stream = fc.array(
  fc.record({
    runId: fc.integer({ min: 1, max: 30 }),
    multiple: fc.constantFrom(1, 1.5, 2),
    atMs: fc.integer({ min: 1, max: 168 * HOUR }),
    jobId: fc.constantFrom('a', 'b', 'c', 'd'),
    poolOfTeam: fc.constantFrom('p', 'q', null),
    score: fc.constantFrom(0, 1, 2),
    delays: fc.array(fc.integer({ min: 0, max: settings.lateMs - 1 }), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 40 },
);

it('are the same however late and often events come in, and wherever the loop was killed and taken up', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.integer({ min: 0, max: 170 * HOUR }), { maxLength: 12 }), (events, stops) => {
      const unique = [...new Map(events.map((event) => [`${event.runId}@${event.multiple}`, event])).values()];
      const plain = unique.map(({ delays: _, ...event }) => event);
      const arrivals = unique.flatMap(({ delays, ...event }) =>
        delays.map((delay) => ({ event, at: event.atMs + delay })),
      );
      let state: PageLoopState = beforeAnyPage;
      const pages: PageEvent[] = [];
      let before = 0;
      for (const now of [...stops.toSorted((a, b) => a - b), 171 * HOUR]) {
        const delivered = arrivals.filter(({ at }) => at > before && at <= now).map(({ event }) => event);
        const crashed = advance(state, delivered, now, settings); // it dies before it saves: what it was given comes again
        const next = advance(state, [...delivered, ...delivered], now, settings);
        expect(next).toEqual(crashed);
        state = JSON.parse(JSON.stringify(next.state));
        pages.push(...next.pages);
        before = now;
      }
      expect(pages).toEqual(pagesOf(plain));
    }),
    { numRuns: 300 },
  );
});
