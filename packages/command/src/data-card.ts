import { readFileSync, writeFileSync } from 'node:fs';

/** The card of a world, as a test holds it against the world: Markdown tables, and a line a table of the world. */
export interface DataCard {
  /** The cell at `column` (negative: from the right) of each table row that begins with one of the labels. */
  cells(column: number, labels: readonly string[]): Record<string, string | undefined>;
  /** Of lines such as "- `deploys`: job_id, deployed_at.": table and columns, in their order. */
  described(): readonly (readonly [table: string, columns: string])[];
  /** Puts figures into that column of the rows that begin with their labels, and writes the card. */
  rewrite(column: number, figures: Readonly<Record<string, string>>): void;
}

export function openDataCard(file: string): DataCard {
  const lines = () => readFileSync(file, 'utf8').split('\n');
  return {
    cells: (column, labels) => {
      const rows = lines().filter(isTableRow).map(cellsOf);
      return Object.fromEntries(labels.map((label) => [label, rows.find((cells) => cells[0] === label)?.at(column)]));
    },
    described: () =>
      lines().flatMap((line) => {
        const [, table, columns] = line.match(/^- `(\w+)`: ([\w, ]+?)\.?$/) ?? [];
        return table === undefined ? [] : [[table, columns] as const];
      }),
    rewrite: (column, figures) => {
      const rewritten = lines().map((line) => {
        const cells = isTableRow(line) ? cellsOf(line) : [];
        const figure = figures[cells[0]];
        return figure === undefined ? line : `| ${cells.with(column, figure).join(' | ')} |`;
      });
      writeFileSync(file, rewritten.join('\n'));
    },
  };
}

const isTableRow = (line: string) => line.startsWith('| ');

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
