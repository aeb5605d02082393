/** Hexadecimal digits kept of a hash: a new one has those of one of 2,000 once in 8,000 times, and is passed over. */
const WIDTH = 6;

/** Which candidates were tried, by their hash, as short text that a state can hold. The oldest are forgotten first. */
export class TriedSet {
  private readonly hashes: Set<string>;

  /** @param text what `toString` gave, or '' for none. */
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
