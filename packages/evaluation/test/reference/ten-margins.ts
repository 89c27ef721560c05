/** Ten margins, two of them equal, whose labels rise with them on the whole. */
export const margin = [-2, -1, -1, 0, 0.5, 1, 1.5, 2, 3, 3.5];
export const label = [0, 1, 0, 0, 1, 1, 0, 1, 1, 1];
export const weight = [1, 1, 2, 1, 3, 1, 2, 1, 1, 1];
