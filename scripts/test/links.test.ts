import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE = 'scripts/new-pipeline/template/';

test('every relative link in a page leads to a file', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const links = pages
    .filter((page) => !page.startsWith(TEMPLATE) && existsSync(join(ROOT, page)))
    .flatMap((page) => {
      const found = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g);
      return Array.from(found, ([, path]) => ({ page, path }));
    });
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ page, path }) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
});
