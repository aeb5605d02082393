/**
 * Moves the rows of a run that go left before those that go right, each in their order.
 *
 * @param missing the code of missing values where they go left, else -1
 * @param spare room for as many rows
 * @returns where the right ones begin
 */
export function partition(
  rows: Int32Array,
  begin: number,
  end: number,
  codes: Uint8Array,
  bin: number,
  missing: number,
  spare: Int32Array,
): number {
  let left = begin;
  let right = 0;
  // Both are written each time: this is cheaper than a branch that the processor cannot predict.
  for (let i = begin; i < end; i++) {
    const row = rows[i];
    const code = codes[row];
    const goesLeft = Number(code <= bin) | Number(code === missing);
    rows[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}
