/** Candidates for a person at an instant, with permission inside of every source. */

export { type Access, createAccess } from './access.ts';
export type { Directory } from './directory.ts';
export {
  type Candidate,
  type CandidateSource,
  createShelf,
  ITEM_COLUMNS,
  PAGE_COLUMNS,
  type Page,
  type Shelf,
  type ShelfSettings,
  SOURCES,
} from './shelf.ts';
export { EVENT_KINDS, type ShelfEvent } from './shelf-event.ts';
