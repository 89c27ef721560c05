import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { asTyped } from '../src/index.ts';
import { scratch } from './scratch.ts';

const bin = scratch('bin');
writeFileSync(join(bin, 'pnpm'), '');
const ofNpx = join(scratch('npx'), '_npx', 'node_modules', '.bin');
mkdirSync(ofNpx, { recursive: true });
writeFileSync(join(ofNpx, 'pnpm'), '');

it('is pnpm where a person has it', () => {
  expect(asTyped('churn:train --seed 8', ['/nowhere', bin].join(delimiter))).toBe('pnpm churn:train --seed 8');
});

it('is npx where only a script sees pnpm', () => {
  expect(asTyped('churn:train', ['/nowhere', ofNpx].join(delimiter))).toBe('npx -y pnpm@12 churn:train');
});
