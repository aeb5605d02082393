/** A cache of the most recently used values, up to a total size; the newest one is always kept. */
export class Recent<Value> {
  private readonly entries = new Map<string, { value: Value; size: number }>();
  private size = 0;

  constructor(private readonly maxSize: number) {}

  /** The value of a key, made if it is not in the cache. */
  get(key: string, make: () => { value: Value; size: number }): Value {
    const entry = this.entries.get(key) ?? this.add(make());
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const [oldest, { size }] of this.entries) {
      if (this.size <= this.maxSize || oldest === key) break;
      this.entries.delete(oldest);
      this.size -= size;
    }
    return entry.value;
  }

  /** The value under a key, where it is kept. */
  find(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  forget(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }

  private add(entry: { value: Value; size: number }): { value: Value; size: number } {
    this.size += entry.size;
    return entry;
  }
}
