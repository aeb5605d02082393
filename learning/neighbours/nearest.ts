/** The k nearest of the points offered so far: a binary heap with the farthest on top. Ties go to the lower index. */
export class Nearest {
  private size = 0;
  private readonly distances: Float64Array;
  private readonly indices: Int32Array;

  constructor(private readonly k: number) {
    this.distances = new Float64Array(k);
    this.indices = new Int32Array(k);
  }

  clear(): void {
    this.size = 0;
  }

  /** Largest distance at which a point is taken; Infinity until k were offered. */
  get limit(): number {
    return this.size < this.k ? Infinity : this.distances[0];
  }

  offer(distance: number, index: number): void {
    if (this.size < this.k) this.rise(this.size++, distance, index);
    else if (this.isNearer(distance, index, 0)) this.sink(this.size, distance, index);
  }

  /** Takes all out, nearest first, into entries from … from + k - 1; returns how many there were. */
  drain(indices: Int32Array, distances: Float64Array, from: number): number {
    const count = this.size;
    while (this.size > 0) {
      const last = --this.size;
      indices[from + last] = this.indices[0];
      distances[from + last] = this.distances[0];
      if (last > 0) this.sink(last, this.distances[last], this.indices[last]);
    }
    return count;
  }

  private isNearer(distance: number, index: number, than: number): boolean {
    const other = this.distances[than];
    return distance < other || (distance === other && index < this.indices[than]);
  }

  private put(at: number, distance: number, index: number): void {
    this.distances[at] = distance;
    this.indices[at] = index;
  }

  private rise(from: number, distance: number, index: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isNearer(distance, index, parent)) break;
      this.put(at, this.distances[parent], this.indices[parent]);
      at = parent;
    }
    this.put(at, distance, index);
  }

  private sink(size: number, distance: number, index: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isNearer(this.distances[child], this.indices[child], child + 1)) child++;
      if (!this.isNearer(distance, index, child)) break;
      this.put(at, this.distances[child], this.indices[child]);
      at = child;
    }
    this.put(at, distance, index);
  }
}
