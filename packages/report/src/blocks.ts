/** Blocks written short: what a section says. */

import type { Block, Figure } from './page.ts';
import { type ChartSpec, renderChart } from './render-chart.ts';
import type { Table } from './table.ts';

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

export function table(described: Table & { readonly caption?: string }): Block {
  return { kind: 'table', ...described };
}

/** A drawn chart with its finding, and how to read it for someone who has never seen one. */
export async function figure(name: string, spec: ChartSpec, caption: string, reading?: string): Promise<Figure> {
  return { kind: 'figure', name, chart: await renderChart(spec), caption, ...(reading && { reading }) };
}
