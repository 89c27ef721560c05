/** Four rows are walked at once: while one waits for its node, the others go on. A row that has reached its leaf stays there. */
export function addTree(
  leftChild: usize,
  _numNode: u32,
  splitFeature: usize,
  _numFeature: u32,
  splitCondition: usize,
  _numCondition: u32,
  defaultLeft: usize,
  _numDefault: u32,
  values: usize,
  _numValue: u32,
  numFeature: u32,
  numRow: u32,
  margins: usize,
  _numMargin: u32,
  firstRow: u32,
): void {
  const rowBytes = (<usize>numFeature) << 2;
  let rowA = values;
  for (let row: u32 = 0; row < numRow; row += 4) {
    // The last rows of a number that four does not divide are walked again, which is wasted, not wrong.
    const rowB = rowA + (row + 1 < numRow ? rowBytes : 0);
    const rowC = rowB + (row + 2 < numRow ? rowBytes : 0);
    const rowD = rowC + (row + 3 < numRow ? rowBytes : 0);
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let leftA = load<i32>(leftChild);
    let leftB = leftA;
    let leftC = leftA;
    let leftD = leftA;
    while ((leftA & leftB & leftC & leftD) !== -1) {
      a = next(a, leftA, rowA, splitFeature, splitCondition, defaultLeft);
      b = next(b, leftB, rowB, splitFeature, splitCondition, defaultLeft);
      c = next(c, leftC, rowC, splitFeature, splitCondition, defaultLeft);
      d = next(d, leftD, rowD, splitFeature, splitCondition, defaultLeft);
      leftA = load<i32>(leftChild + (a << 2));
      leftB = load<i32>(leftChild + (b << 2));
      leftC = load<i32>(leftChild + (c << 2));
      leftD = load<i32>(leftChild + (d << 2));
    }
    const to = margins + ((<usize>(firstRow + row)) << 2);
    addLeaf(to, splitCondition, a);
    if (row + 1 < numRow) addLeaf(to + 4, splitCondition, b);
    if (row + 2 < numRow) addLeaf(to + 8, splitCondition, c);
    if (row + 3 < numRow) addLeaf(to + 12, splitCondition, d);
    rowA = rowD + rowBytes;
  }
}

function next(node: u32, left: i32, row: usize, splitFeature: usize, splitCondition: usize, defaultLeft: usize): u32 {
  const value = load<f32>(row + (load<u32>(splitFeature + (node << 2)) << 2));
  const isBelow = u32(value < load<f32>(splitCondition + (node << 2)));
  const goesLeft = select<u32>(load<u8>(defaultLeft + node), isBelow, F32.isNaN(value));
  return select<u32>(node, <u32>left + 1 - goesLeft, left === -1);
}

function addLeaf(margin: usize, splitCondition: usize, node: u32): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(splitCondition + (node << 2)));
}
