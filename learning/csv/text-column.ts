const FIRST_BYTES = 64;

/** A column of texts as consecutive UTF-8 bytes: a tenth of the memory of strings. */
export class TextColumn {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private ends = new Float64Array(FIRST_BYTES / 8);
  private count = 0;
  private used = 0;

  constructor(readonly name: string) {}

  get length(): number {
    return this.count;
  }

  append(text: string): void {
    const most = 3 * text.length;
    if (this.used + most > this.bytes.length) this.bytes = grown(this.bytes, this.used + most);
    if (this.count === this.ends.length) this.ends = doubled(this.ends);
    this.used += this.bytes.write(text, this.used, 'utf8');
    this.ends[this.count++] = this.used;
  }

  /** The text of a row, from 0. */
  text(row: number): string {
    return this.bytes.toString('utf8', row === 0 ? 0 : this.ends[row - 1], this.ends[row]);
  }
}

function grown(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(needed, 2 * bytes.length));
  bytes.copy(larger);
  return larger;
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
