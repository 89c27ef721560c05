export function chooseCuts(
  sorted: usize,
  _numSorted: u32,
  present: u32,
  weights: usize,
  numWeight: u32,
  maxBin: u32,
  firsts: usize,
): u32 {
  const last = sorted + ((<usize>present) << 3);
  let valuesLeft: u32 = 1;
  for (let at = sorted + 8; at < last; at += 8) valuesLeft += startsValue(at);
  let weightLeft: f64 = present;
  if (numWeight > 0) {
    weightLeft = 0;
    for (let at = sorted; at < last; at += 8) weightLeft += weightAt(at, weights);
  }
  let numFirst: u32 = 0;
  let binWeight: f64 = 0;
  let share = shareOf(weightLeft, maxBin);
  for (let at = sorted; at < last; at += 8) {
    if (at > sorted && startsValue(at)) {
      valuesLeft--;
      if (binWeight >= share || valuesLeft < maxBin - numFirst) {
        store<u32>(firsts + ((<usize>numFirst) << 2), <u32>((at - sorted) >> 3));
        numFirst++;
        weightLeft -= binWeight;
        binWeight = 0;
        share = shareOf(weightLeft, maxBin - numFirst);
      }
    }
    binWeight += numWeight > 0 ? weightAt(at, weights) : 1;
  }
  return numFirst;
}

function startsValue(at: usize): u32 {
  return u32(load<u32>(at, 4) !== load<u32>(at - 4));
}

function weightAt(at: usize, weights: usize): f64 {
  return load<f32>(weights + ((<usize>load<u32>(at)) << 2));
}

/** What fills a bin: the last one, nothing. */
function shareOf(weightLeft: f64, binsLeft: u32): f64 {
  return binsLeft > 1 ? weightLeft / binsLeft : Infinity;
}
