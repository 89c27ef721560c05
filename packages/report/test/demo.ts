/** Writes the demo page for the eye: `npx tsx packages/report/test/demo.ts DIR`. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { figureFiles } from '../src/page.ts';
import { renderHtml } from '../src/render-html.ts';
import { renderMarkdown } from '../src/render-markdown.ts';
import { demoPage } from './demo-page.ts';

const dir = process.argv[2];
const page = await demoPage();
const files = new Map([...figureFiles(page), ['demo.html', renderHtml(page)], ['demo.md', renderMarkdown(page)]]);
for (const [name, text] of files) {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), text);
}
