/** From a chart's specification to SVG text, without a browser. The same specification gives the same bytes. */

import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from './escape.ts';
import { vega, vegaLite } from './load-vega.ts';
import { type Frame, frames, vegaConfig } from './theme.ts';

// Exported by vega, absent from its typings; `textMetrics.width` is replaceable by design (vega-scenegraph/src/util/text.js).
declare module 'vega' {
  export function resetSVGDefIds(): void;
  export const textMetrics: {
    width: (item: { readonly fontSize?: number; readonly limit?: number }, text: unknown) => number;
  };
}

/** What a file in `charts/` returns: what the drawing shows, in words, and how to draw it at a given size. */
export type ChartSpec = {
  /** One sentence for those who do not see the drawing. */
  readonly description: string;
  draw(frame: Frame): TopLevelSpec;
};

export type Chart = {
  readonly description: string;
  /** SVG, 680 units wide. */
  readonly wide: string;
  /** SVG, 340 units wide with letters of the same size: for a phone. */
  readonly narrow: string;
};

/** Draws a chart in both sizes. */
export async function renderChart(spec: ChartSpec): Promise<Chart> {
  return {
    description: spec.description,
    wide: await renderSvg(spec, frames.wide),
    narrow: await renderSvg(spec, frames.narrow),
  };
}

async function renderSvg(spec: ChartSpec, frame: Frame): Promise<string> {
  measureTextWithoutCanvas();
  vega.resetSVGDefIds(); // clip paths are numbered by a global counter, which would make bytes depend on history
  const compiled = vegaLite.compile(spec.draw(frame), { config: vegaConfig });
  const svg = await new vega.View(vega.parse(compiled.spec), { renderer: 'none' }).toSVG();
  const label = escapeHtml(spec.description);
  return ofWidth(svg, frame.width)
    .replace(' version="1.1" class="marks"', ` role="img" aria-label="${label}"`)
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
    .replaceAll(
      / (?:class|role|aria-[a-z]+|pointer-events)="(?:mark|background|foreground|graphics|true|none)[^"]*"/g,
      '',
    );
}

/** Vega cuts a drawing to its content; one width for all lets every chart of a page show its letters at one size. */
function ofWidth(svg: string, frameWidth: number): string {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  const whole = Math.max(frameWidth, Number(width));
  return svg
    .replace(
      `width="${width}" height="${height}" viewBox="0 0 ${width} `,
      `width="${whole}" height="${height}" viewBox="0 0 ${whole} `,
    )
    .replace(`<rect width="${width}"`, `<rect width="${whole}"`);
}

/**
 * Vega lays out legends by text width, and without a canvas it guesses 0.8 em a character, half as much again as real text
 * is wide. 0.54 em is the mean width of English text in the sans-serif faces of the font stack.
 */
function measureTextWithoutCanvas(): void {
  vega.textMetrics.width = ({ fontSize = 12, limit }, text) =>
    Math.min(limit || Number.POSITIVE_INFINITY, 0.54 * fontSize * String(text ?? '').length);
}
