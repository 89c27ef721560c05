/**
 * The hot loops in AssemblyScript, compiled to WebAssembly SIMD: the twins, file by file and argument by argument, of
 * `src/kernels/*.ts`, which say what each does. An array arrives as its address and its length. A (gradient, hessian) pair
 * fills one 128-bit register, so that an update is one addition.
 *
 * `npx tsx packages/gbm/scripts/compile-kernels.ts` compiles them into `src/kernels/kernels.wasm`, which is what runs.
 */
export { addContributions } from './add-contributions';
export { addHistogram } from './add-histogram';
export { addLeaf } from './add-leaf';
export { addLeaves } from './add-leaves';
export { addTree } from './add-tree';
export { addTrees } from './add-trees';
export { answerQuestions } from './answer-questions';
export { binColumn } from './bin-column';
export { buildHistogram } from './build-histogram';
export { chooseCuts } from './choose-cuts';
export { copyRows } from './copy-rows';
export { findSplit } from './find-split';
export { gatherPairs } from './gather-pairs';
export { interleaveColumns } from './interleave-columns';
export { logisticGradients } from './logistic-gradients';
export { packRows } from './pack-rows';
export { partitionRows } from './partition-rows';
export { pushPairs } from './push-pairs';
export { roundToMultiples } from './round-to-multiples';
export { sigmoids } from './sigmoids';
export { sortRows } from './sort-rows';
export { splitRows } from './split-rows';
export { subtractHistogram } from './subtract-histogram';
export { sumMagnitudes } from './sum-magnitudes';
export { writeCodes } from './write-codes';
