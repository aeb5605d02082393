/** Hexadecimal digits kept of a hash: with 2,000 hashes, one new candidate in 8,000 collides and is skipped. */
const WIDTH = 6;

/** The set of tried candidates, by hash, as short text for a state. The oldest are dropped first. */
export class TriedSet {
  private readonly hashes: Set<string>;

  /** @param text the result of `toString`, or '' for none. */
  constructor(
    text: string,
    private readonly limit = 2_000,
  ) {
    this.hashes = new Set(text.match(new RegExp(`.{${WIDTH}}`, 'g')) ?? []);
  }

  get size(): number {
    return this.hashes.size;
  }

  has(hash: string): boolean {
    return this.hashes.has(hash.slice(0, WIDTH));
  }

  add(hash: string): void {
    this.hashes.add(hash.slice(0, WIDTH));
  }

  toString(): string {
    return [...this.hashes].slice(-this.limit).join('');
  }
}
