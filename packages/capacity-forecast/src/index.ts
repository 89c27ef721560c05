export { HISTORY_WEEKS, SIZES, simulate } from './world/simulate.ts';
