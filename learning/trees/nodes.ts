/** The nodes of a tree while it grows, in preorder: a split's left child follows it directly. */
export interface TreeNodes {
  readonly count: number;
  /** Numbers that `stats` holds for each node: its weight in each class, or the weighted sum of its targets. */
  readonly width: number;
  /** The column that a node splits on, or -1 for a leaf. */
  readonly feature: Int32Array;
  /** Values up to it go left. */
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly right: Int32Array;
  /** The decrease of impurity by a split, times the node's weight. */
  readonly gain: Float64Array;
  readonly weight: Float64Array;
  readonly stats: Float64Array;
}

/** A buffer that is reused for one tree after another and grows as needed. */
export class NodeBuffer implements TreeNodes {
  count = 0;
  /** The impurity of the root times its weight. */
  impurity = 0;
  feature: Int32Array;
  threshold: Float64Array;
  missingLeft: Uint8Array;
  right: Int32Array;
  gain: Float64Array;
  weight: Float64Array;
  stats: Float64Array;

  constructor(
    readonly width: number,
    private capacity = 256,
  ) {
    this.feature = new Int32Array(capacity);
    this.threshold = new Float64Array(capacity);
    this.missingLeft = new Uint8Array(capacity);
    this.right = new Int32Array(capacity);
    this.gain = new Float64Array(capacity);
    this.weight = new Float64Array(capacity);
    this.stats = new Float64Array(capacity * width);
  }

  /** Adds a leaf of no weight and gives its number. */
  add(): number {
    if (this.count === this.capacity) this.enlarge();
    const node = this.count++;
    this.feature[node] = -1;
    this.gain[node] = 0;
    return node;
  }

  /** Copies node `from` over node `to`. */
  move(from: number, to: number): void {
    if (from === to) return;
    const { width } = this;
    this.feature[to] = this.feature[from];
    this.threshold[to] = this.threshold[from];
    this.missingLeft[to] = this.missingLeft[from];
    this.right[to] = this.right[from];
    this.gain[to] = this.gain[from];
    this.weight[to] = this.weight[from];
    this.stats.copyWithin(to * width, from * width, (from + 1) * width);
  }

  private enlarge(): void {
    this.capacity *= 2;
    const { capacity, width } = this;
    this.feature = copied(this.feature, new Int32Array(capacity));
    this.threshold = copied(this.threshold, new Float64Array(capacity));
    this.missingLeft = copied(this.missingLeft, new Uint8Array(capacity));
    this.right = copied(this.right, new Int32Array(capacity));
    this.gain = copied(this.gain, new Float64Array(capacity));
    this.weight = copied(this.weight, new Float64Array(capacity));
    this.stats = copied(this.stats, new Float64Array(capacity * width));
  }
}

function copied<T extends { set(from: ArrayLike<number>): void }>(from: ArrayLike<number>, into: T): T {
  into.set(from);
  return into;
}
