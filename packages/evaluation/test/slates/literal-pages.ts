import { type AskedPages, worthOfPages } from '../../src/index.ts';

export interface LiteralPage {
  /** Worth by item, in the order they were retrieved. */
  readonly found: Readonly<Record<string, number>>;
  /** Worth of what retrieval missed. */
  readonly missed?: Readonly<Record<string, number>>;
  readonly catalogueSize?: number;
}

/** Pages as a test tells them, a user each; five slots, looked at with these chances. */
export function literalPages(pages: readonly LiteralPage[]): AskedPages {
  const item = pages.flatMap(({ found }) => Object.keys(found));
  const page = Int32Array.from(pages.flatMap(({ found }, at) => Object.keys(found).map(() => at)));
  const starts = Int32Array.from([0, ...pages.keys()], (_, at) => page.filter((of) => of < at).length);
  const known = pages.map(({ found, missed = {} }) => new Map(Object.entries({ ...found, ...missed })));
  const worth = worthOfPages({ item, page }, known);
  return {
    ...{ item, page, starts, worth, opens: worth, isNewTask: null, k: 5, examined: [1, 0.55, 0.33, 0.19, 0.1] },
    rows: Uint32Array.from(item.keys()),
    cluster: Int32Array.from(pages.keys()),
    catalogueSize: pages.map(({ found, missed = {}, catalogueSize }) => {
      return catalogueSize ?? Object.keys(found).length + Object.keys(missed).length;
    }),
  };
}
