export const EVENT_KINDS = ['grant', 'revoke', 'delete', 'use', 'read'] as const;

/** Something a shelf learns. Instants in ms; numbers as in `Directory`, −1 where the kind has none. */
export interface ShelfEvent {
  readonly kind: (typeof EVENT_KINDS)[number];
  readonly knownMs: number;
  readonly atMs: number;
  readonly person: number;
  readonly item: number;
  /** Of a grant the principal, of a read the table, of a use 1 where it was opened and 0 where it merely ran. */
  readonly other: number;
}
