/**
 * When an alarm is raised: at the last of so many consecutive values above the limit, and then not again before as many lay below
 * it. A value that could not be computed breaks no run and begins none.
 *
 * @returns places in `values`, ascending
 */
export function alarmsOf(values: readonly number[], limit: number, consecutive: number): readonly number[] {
  const raised: number[] = [];
  let [above, below, isOn] = [0, 0, false];
  for (const [at, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    [above, below] = value > limit ? [above + 1, 0] : [0, below + 1];
    if (!isOn && above >= consecutive) {
      isOn = true;
      raised.push(at);
    }
    if (isOn && below >= consecutive) isOn = false;
  }
  return raised;
}
