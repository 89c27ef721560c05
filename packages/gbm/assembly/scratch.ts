/** What no array lies in: some bytes of the memory for each thread (see `compiled-kernels.ts`), for a loop that copies before it reads. */
export declare const SCRATCH: usize;
export const SCRATCH_BYTES: u32 = 65_536;
