/**
 * Compiles `assembly/` into `src/kernels/kernels.wasm`. Run it after a change there; a test compares the bytes:
 *
 *     npx tsx packages/gbm/scripts/compile-kernels.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const FLAGS = [
  '-O3 --converge --noAssert --runtime stub --enable simd --enable threads',
  '--sharedMemory --maximumMemory 65536 --importMemory --noExportMemory',
].flatMap((flags) => flags.split(' '));

export async function compileKernels(): Promise<Uint8Array> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', ...FLAGS, '--baseDir', root, '--outFile', 'kernels.wasm'],
    {
      writeFile: (_, contents) => {
        wasm = contents as Uint8Array;
      },
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`assembly: does not compile\n${stderr.toString()}`);
  return wasm;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../src/kernels/kernels.wasm', import.meta.url), await compileKernels());
}
