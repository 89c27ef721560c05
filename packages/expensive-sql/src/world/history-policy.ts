import { isRouted } from '../incumbent.ts';
import type { Policy } from './stepper.ts';

/** What was done with queries during the history: whatever is going to read much went to the heavy pool. */
export const historyPolicy: Policy = ({ scannedGb }) => (isRouted(scannedGb) ? 'route' : 'admit');
