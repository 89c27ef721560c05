import { stepsIn } from '@applied-modeling/evaluation';
import { createShelf, type Directory, ITEM_COLUMNS, PAGE_COLUMNS, SOURCES } from '@applied-modeling/retrieval';
import type { Ingested, Requests } from './domain.ts';
import { readDirectory } from './retrieval/directory.ts';
import { readEvents } from './retrieval/events.ts';
import { type PageAsked, readPages, readSlates, type Shown } from './retrieval/pages.ts';
import { retrievalSettings } from './settings.ts';

/**
 * What is decided about: notebooks for a blank page, as they could be opened when it was opened. Days that teach hold what was shown,
 * because only of that is it known whether it helped; the test days hold every candidate, because a policy is judged by what it
 * would have shown.
 */
export interface Candidates {
  readonly requests: Requests;
  /** Row by row: the page (rows of one page stand together), the notebook, and what retrieval knew. */
  readonly request: Int32Array;
  readonly item: Int32Array;
  readonly source: Int8Array;
  readonly position: Float32Array;
  readonly propensity: Float32Array;
  readonly isLottery: Uint8Array;
  /** By `RETRIEVED_COLUMNS`. */
  readonly retrieved: readonly Float32Array[];
  readonly directory: Directory;
}

export const RETRIEVED_COLUMNS = [...PAGE_COLUMNS, 'permitted', ...ITEM_COLUMNS] as const;

/** Every page of the days that are decided about. */
export async function candidates({ lake, calendar }: Pick<Ingested, 'lake' | 'calendar'>): Promise<Candidates> {
  const directory = await readDirectory(lake);
  const pages = await readPages(lake, calendar);
  const judged = new Set(stepsIn(calendar.final.test));
  return retrieve(lake, { directory, pages, slates: await readSlates(lake), isJudged: ({ day }) => judged.has(day) });
}

export interface AskedPages {
  readonly directory: Directory;
  /** By time. */
  readonly pages: readonly PageAsked[];
  readonly slates: Awaited<ReturnType<typeof readSlates>>;
  /** Whether all candidates of a page are asked for; of the others what was shown. */
  readonly isJudged: (page: PageAsked) => boolean;
}

/** Goes through time once: what became known is put on the shelf, and every page is answered from what stood there. */
export async function retrieve(lake: Ingested['lake'], asked: AskedPages): Promise<Candidates> {
  const { directory, pages, slates, isJudged } = asked;
  const events = await readEvents(lake);
  const shelf = createShelf(directory, retrievalSettings);
  const rows = createRows();
  const ofPages: number[][] = [];
  for (const [request, asking] of pages.entries()) {
    events.until(asking.decidedMs, shelf.learn);
    const page = shelf.open(asking.person, asking.decidedMs);
    const shown = slates.get(asking.slateId) ?? [];
    const considered = isJudged(asking) || shown.length === 0 ? page.candidates() : [];
    ofPages.push([...page.values, shelf.countFor(asking.person)]);
    for (const { item, source } of considered)
      rows.add(request, item, SOURCES.indexOf(source), page.valuesOf(item), slotOf(shown, item));
    // What was shown and is no candidate today: the rule that chose it looked elsewhere.
    for (const { item } of shown)
      if (!considered.some((one) => one.item === item))
        rows.add(request, item, NO_SOURCE, page.valuesOf(item), slotOf(shown, item));
  }
  return { ...columnsOf(rows.columns, ofPages), requests: requestsOf(pages, ofPages, directory), directory };
}

const NO_SOURCE = -1;

function slotOf(shown: readonly Shown[], item: number): Shown | undefined {
  return shown.find((one) => one.item === item);
}

/** Half a million rows: columns that grow, because a list of objects would take three times as long. */
function createRows() {
  const columns = Array.from({ length: 6 + ITEM_COLUMNS.length }, (): number[] => []);
  const add = (page: number, item: number, source: number, known: readonly number[], slot: Shown | undefined) => {
    const { position = Number.NaN, propensity = Number.NaN, isLottery = 0 } = slot ?? {};
    for (const [at, value] of [page, item, source, position, propensity, isLottery, ...known].entries())
      columns[at].push(value);
  };
  return { add, columns };
}

function columnsOf(
  [request, item, source, position, propensity, isLottery, ...values]: readonly (readonly number[])[],
  ofPages: readonly (readonly number[])[],
): Omit<Candidates, 'requests' | 'directory'> {
  const ofPage = [...PAGE_COLUMNS, 'permitted'].map((_, at) => request.map((page) => ofPages[page][at]));
  return {
    request: new Int32Array(request),
    item: new Int32Array(item),
    source: new Int8Array(source),
    position: new Float32Array(position),
    propensity: new Float32Array(propensity),
    isLottery: new Uint8Array(isLottery),
    retrieved: [...ofPage, ...values].map((column) => new Float32Array(column)),
  };
}

function requestsOf(
  pages: readonly PageAsked[],
  ofPages: readonly (readonly number[])[],
  { people }: Directory,
): Requests {
  const ofPerson = <T>(list: ArrayLike<T>) => pages.map(({ person }) => list[person]);
  return {
    slateId: pages.map(({ slateId }) => slateId),
    userId: ofPerson(people.ids),
    teamId: ofPerson(people.teams),
    tenantId: ofPerson(people.tenants),
    decidedAt: new Float64Array(pages.map(({ decidedMs }) => decidedMs)),
    day: new Int32Array(pages.map(({ day }) => day)),
    permitted: new Int32Array(ofPages.map((values) => values.at(-1)!)),
    joinedAt: new Float64Array(ofPerson(people.joinedMs)),
  };
}
