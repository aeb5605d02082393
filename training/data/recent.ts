/** Keeps the values used last, up to a total size; the one just made is always kept. */
export class Recent<Value> {
  private readonly entries = new Map<string, { value: Value; size: number }>();
  private size = 0;

  constructor(private readonly maxSize: number) {}

  /** The value under a key, made where it is not kept. */
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

  forget(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }

  private add(entry: { value: Value; size: number }): { value: Value; size: number } {
    this.size += entry.size;
    return entry;
  }
}
