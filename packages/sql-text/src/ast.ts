/** What DuckDB's `json_serialize_sql` answers: a tree of plain JSON, with the names it gives. */

export interface AstNode {
  readonly type: string;
  readonly class?: string;
  /** Bytes from the beginning of the text. */
  readonly query_location?: number;
  [field: string]: unknown;
}

export type Answer =
  | { readonly error: false; readonly statements: readonly { readonly node: AstNode }[] }
  | { readonly error: true; readonly error_type: string };

/** The nodes of a field, be it one, several or none. */
export function nodesOf(field: unknown): AstNode[] {
  if (Array.isArray(field)) return field;
  return field === undefined || field === null ? [] : [field as AstNode];
}

/** What must all hold for a condition to hold. */
export function conjuncts(condition: AstNode | null | undefined): AstNode[] {
  const found: AstNode[] = [];
  const open = nodesOf(condition);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'CONJUNCTION_AND') open.push(...nodesOf(node.children));
    else found.push(node);
  }
  return found;
}
