/** What no array lies in: the first bytes of the memory (see `compiled-kernels.ts`), for a loop that copies before it reads. */
export const SCRATCH: usize = 0;
export const SCRATCH_BYTES: u32 = 65_536;
