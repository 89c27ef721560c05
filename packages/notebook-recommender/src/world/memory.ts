import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { Population } from './population.ts';

/**
 * What a service can know when a blank page is opened, of every notebook the user may open: entry i of each array belongs to
 * `notebooks[i]`. The arrays are reused: whoever wants to keep one copies it.
 */
export interface SlateRequest extends Readonly<Record<'user' | 'team' | 'tenant' | 'ms', number>> {
  /** So many entries count; the arrays are longer. */
  readonly count: number;
  readonly notebooks: Int32Array;
  /** Since the user last opened or ran it; NaN for never. */
  readonly hoursSinceUse: Float64Array;
  /** Of the tables the user read in the last day, the share it reads too. */
  readonly tableOverlap: Float64Array;
  /** By the team, in the last seven days. */
  readonly teamOpens: Float64Array;
  /** By anybody, in the seven days before today. */
  readonly tenantOpens: Float64Array;
}

/** Events of one kind, appended about in the order of time: within a day of each other they may stand in any. */
class Trail {
  readonly what: number[] = [];
  readonly ms: number[] = [];
  readonly knownMs: number[] = [];

  add(what: number, ms: number, knownMs: number): void {
    this.what.push(what);
    this.ms.push(ms);
    this.knownMs.push(knownMs);
  }

  /** Visits what happened between two instants and was known at the second, newest first. */
  visit(fromMs: number, nowMs: number, visit: (what: number, ms: number) => void): void {
    for (let at = this.what.length - 1; at >= 0 && this.ms[at] >= fromMs - MS_PER_DAY; at--) {
      if (this.ms[at] >= fromMs && this.ms[at] <= nowMs && this.knownMs[at] <= nowMs) visit(this.what[at], this.ms[at]);
    }
  }
}

/** The log as it becomes known, and what can be read from it at an instant. */
export function createMemory({ users, teams, notebooks, tablesOf, tableName }: Population) {
  const [uses, reads, teamOpens] = [users, users, teams].map((all) => all.map(() => new Trail()));
  /** Of a notebook, on each of the last days, today's last; and in the seven before today. */
  const daily = Array.from({ length: 8 }, () => new Int32Array(notebooks.length));
  const weekly = new Int32Array(notebooks.length);
  const tablesKnownMs = new Float64Array(notebooks.length).fill(Number.POSITIVE_INFINITY);
  const isRead = new Uint8Array(tableName.length + 1);
  const width = tablesOf.length / notebooks.length;
  const column = () => new Float64Array(notebooks.length);
  const request = {
    ...{ user: 0, team: 0, tenant: 0, ms: 0, count: 0, notebooks: new Int32Array(notebooks.length) },
    ...{ hoursSinceUse: column(), tableOverlap: column(), teamOpens: column(), tenantOpens: column() },
  };
  /** Where a notebook stands in the request, if it does. */
  const place = new Int32Array(notebooks.length);

  const ifAsked = (notebook: number, then: (at: number) => void) => {
    const at = place[notebook];
    if (at < request.count && request.notebooks[at] === notebook) then(at);
  };

  const writeOverlap = ({ user, ms, count }: SlateRequest) => {
    const read: number[] = [];
    reads[user].visit(ms - MS_PER_DAY, ms, (table) => {
      if (isRead[table] === 0) read.push(table);
      isRead[table] = 1;
    });
    for (let at = 0; at < count && read.length > 0; at++) {
      const notebook = request.notebooks[at];
      if (tablesKnownMs[notebook] > ms) continue;
      let common = 0;
      for (let nth = notebook * width; nth < (notebook + 1) * width; nth++) common += isRead[tablesOf[nth]];
      request.tableOverlap[at] = common / read.length;
    }
    for (const table of read) isRead[table] = 0;
  };

  return {
    used(user: number, notebook: number, ms: number, knownMs: number): void {
      uses[user].add(notebook, ms, knownMs);
    },
    opened(user: number, notebook: number, ms: number, knownMs: number): void {
      teamOpens[users[user].team].add(notebook, ms, knownMs);
      daily[7][notebook]++;
    },
    nextDay(): void {
      const gone = daily.shift()!;
      for (const [notebook, opens] of daily[6].entries()) weekly[notebook] += opens - gone[notebook];
      daily.push(gone.fill(0));
    },
    read(user: number, table: number, ms: number, knownMs: number): void {
      reads[user].add(table, ms, knownMs);
    },
    /** Everything that a notebook reads has been logged once. */
    knowTables(notebook: number, knownMs: number): void {
      tablesKnownMs[notebook] = knownMs;
    },
    /** Of the notebooks that `list` writes into an array, and counts. */
    ask(user: number, ms: number, list: (into: Int32Array) => number): SlateRequest {
      const { team, tenant } = users[user];
      Object.assign(request, { user, team, tenant, ms, count: list(request.notebooks) });
      const { count } = request;
      for (let at = 0; at < count; at++) place[request.notebooks[at]] = at;
      request.hoursSinceUse.fill(Number.NaN, 0, count);
      for (const column of [request.tableOverlap, request.teamOpens]) column.fill(0, 0, count);
      const { hoursSinceUse } = request;
      uses[user].visit(Number.NEGATIVE_INFINITY, ms, (notebook, usedMs) => {
        const hours = (ms - usedMs) / MS_PER_HOUR;
        ifAsked(notebook, (at) => {
          if (!(hoursSinceUse[at] <= hours)) hoursSinceUse[at] = hours;
        });
      });
      const weekAgo = ms - 7 * MS_PER_DAY;
      teamOpens[team].visit(weekAgo, ms, (notebook) => ifAsked(notebook, (at) => request.teamOpens[at]++));
      for (let at = 0; at < count; at++) request.tenantOpens[at] = weekly[request.notebooks[at]];
      writeOverlap(request);
      return request;
    },
  };
}
