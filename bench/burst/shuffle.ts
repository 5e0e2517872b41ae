/** Numbers from 0 up to 1 that a seed decides (mulberry32), so that a run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same in another order (Fisher and Yates). */
export function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  const shuffled: Value[] = [];
  for (const value of values) {
    const place = Math.floor(random() * (shuffled.length + 1));
    shuffled.push(value);
    const moved = shuffled[place];
    if (moved === undefined) continue;
    shuffled[shuffled.length - 1] = moved;
    shuffled[place] = value;
  }
  return shuffled;
}
