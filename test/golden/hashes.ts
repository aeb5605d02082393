import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Golden hashes: SHA-256 of results, stored by version in a JSON file beside the test. A test fails where the bits of a
 * result change while its version stays, and where a version has no hash yet.
 *
 * They hold for the arithmetic of Node's math library, named in the file: other releases of Node have hashes of their own.
 *
 * `UPDATE_GOLDEN=1` records missing hashes and drops those of earlier versions. It never replaces a hash of the same
 * version: where only the test's own case changed, delete the case's hash from the JSON file first.
 */
export interface GoldenResult {
  /** Whose version it is, e.g. `boosting`. */
  subject: string;
  version: number;
  /** Numeric library that the bits depend on. */
  backend?: string;
  /** Unique within its subject. */
  name: string;
  /** Numbers are hashed as their bytes; a plain array of numbers and texts as JSON. */
  values: readonly (Float64Array | Int8Array | Uint8Array | readonly (number | string | null)[])[];
  /** Where the version is raised, for the message. */
  raise: string;
}

/** By subject; then by backend and arithmetic, and by the name of the result. */
type Recorded = Record<string, { version: number; hashes: Record<string, Record<string, string>> }>;

const COMMAND = 'UPDATE_GOLDEN=1 npm test -- test/golden';
/** Functions whose last bits differ between releases of Node: those of V8 13 (Node 24) have another `**` than before. */
const FUNCTIONS: ((x: number) => number)[] = [
  Math.exp,
  Math.expm1,
  Math.log,
  Math.log1p,
  Math.log2,
  Math.sin,
  Math.cos,
  Math.tanh,
  Math.cbrt,
  (x) => x ** (2.5 - x / 3),
];

/** Names the bits that this Node gives for them. */
const MATH = hashOf(FUNCTIONS.map((f) => Float64Array.from({ length: 500 }, (_, i) => f(0.01 + i / 37)))).slice(0, 8);

const isUpdating = process.env.UPDATE_GOLDEN === '1';

export class GoldenHashes {
  private readonly recorded: Recorded;

  /** @param file URL of the JSON file */
  constructor(private readonly file: URL) {
    this.recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  }

  /** Names of a subject's results that have a hash. */
  namesOf(subject: string): string[] {
    return Object.values(this.recorded[subject]?.hashes ?? {}).flatMap(Object.keys);
  }

  /** @throws Error that says what to do, for a result whose bits changed, or one without a hash */
  check({ subject, version, backend = 'js', name, values, raise }: GoldenResult): void {
    const hash = hashOf(values);
    const recorded = this.recorded[subject];
    const arithmetic = `${backend}, math ${MATH}`;
    const expected = recorded?.version === version ? recorded.hashes[arithmetic]?.[name] : undefined;
    const what = `${subject} version ${version} (${arithmetic}), ${name}`;
    if (expected !== undefined && expected !== hash) {
      throw new Error(
        `the bits of ${what} have changed: raise the version (${raise}), and record its hashes: ${COMMAND}`,
      );
    }
    if (expected !== undefined) return;
    if (!isUpdating) throw new Error(`there is no hash of ${what}: record it: ${COMMAND}`);
    if (recorded?.version !== version) this.recorded[subject] = { version, hashes: {} };
    (this.recorded[subject].hashes[arithmetic] ??= {})[name] = hash;
    writeFileSync(this.file, `${JSON.stringify(this.recorded, null, 2)}\n`);
  }
}

/** NaN has many forms in bytes; one stands for all. */
function hashOf(values: GoldenResult['values']): string {
  const hash = createHash('sha256');
  for (const value of values) {
    if (value instanceof Float64Array) hash.update(Float64Array.from(value, (x) => (Number.isNaN(x) ? NaN : x)));
    else hash.update(ArrayBuffer.isView(value) ? value : JSON.stringify(value));
  }
  return hash.digest('hex');
}
