import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';
import type {
  Checkpoint,
  Checkpoints,
  FitInput,
  FitOutput,
  ModelArray,
  Paradigm,
} from '../../training/paradigm/paradigm.js';
import type { Json } from '../../contracts/json.js';
import { decodeSafetensors, encodeSafetensors } from '../../learning/arrays/safetensors.js';

/** How a fit is interrupted again and again, each time to go on from what it kept last. */
export interface Interruptions {
  /** When each life ends: shares of all the times that an undisturbed fit asks whether a checkpoint is due. */
  deaths: readonly number[];
  /** Whether a checkpoint is due, by turns. */
  due: readonly boolean[];
  /** Whether a life ends with a checkpoint, rather than before it could keep one. */
  keeps: boolean;
}

class Death extends Error {}

/** Keeps checkpoints as bytes, like a store would, and kills the fit when it asks for the `dies`-th time. */
class MortalCheckpoints implements Checkpoints {
  asked = 0;
  /** The last checkpoint, and how often it had been asked for one by then. */
  kept: { checkpoint: Checkpoint; asked: number } | null = null;

  constructor(
    readonly last: Checkpoint | null,
    private readonly interruptions: Interruptions,
    private readonly dies: number,
  ) {}

  due(): boolean {
    this.asked++;
    const { due, keeps } = this.interruptions;
    if (this.asked === this.dies && !keeps) throw new Death();
    return this.asked === this.dies || due[this.asked % due.length];
  }

  save(checkpoint: Checkpoint): void {
    const before = this.kept?.checkpoint ?? this.last;
    expect(checkpoint.iterations).toBeGreaterThanOrEqual(before?.iterations ?? 0);
    this.kept = { checkpoint: reread(checkpoint), asked: this.asked };
    if (this.asked === this.dies) throw new Death();
  }
}

/** Never due: asks are counted, nothing is kept. */
const UNDISTURBED: Interruptions = { deaths: [], due: [false], keeps: false };

/**
 * Expects a fit that is killed and goes on, again and again, to end like one that was not, to the last bit; and to go on
 * from the last checkpoint rather than to start again.
 */
export async function expectToGoOn(paradigm: Paradigm, input: FitInput, interruptions: Interruptions): Promise<void> {
  const undisturbed = new MortalCheckpoints(null, UNDISTURBED, Infinity);
  const expected = bitsOf(await paradigm.fit({ ...input, checkpoints: undisturbed }));
  expect(bitsOf(await paradigm.fit(input))).toEqual(expected);
  const ends = interruptions.deaths.map((share) => Math.ceil(share * undisturbed.asked));
  let last: Checkpoint | null = null;
  let before = 0;
  for (const end of [...ends.sort((a, b) => a - b), Infinity]) {
    const checkpoints: MortalCheckpoints = new MortalCheckpoints(last, interruptions, end - before);
    const output = await lived(paradigm, { ...input, checkpoints });
    if (output) {
      expect(bitsOf(output)).toEqual(expected);
      expect(before + checkpoints.asked).toBe(undisturbed.asked);
    }
    last = checkpoints.kept?.checkpoint ?? last;
    before += checkpoints.kept?.asked ?? 0;
  }
}

async function lived(paradigm: Paradigm, input: FitInput): Promise<FitOutput | null> {
  try {
    return await paradigm.fit(input);
  } catch (error) {
    if (error instanceof Death) return null;
    throw error;
  }
}

/** Expects a fit to start again where the checkpoint is not one that it could have left. */
export async function expectToBeginAnew(paradigm: Paradigm, input: FitInput): Promise<void> {
  const expected = bitsOf(await paradigm.fit(input));
  const checkpoint = await checkpointOf(paradigm, input);
  for (const last of damaged(checkpoint)) {
    const checkpoints: Checkpoints = { last, due: () => false, save: () => undefined };
    expect(bitsOf(await paradigm.fit({ ...input, checkpoints }))).toEqual(expected);
  }
}

/** What a fit leaves in the middle. */
async function checkpointOf(paradigm: Paradigm, input: FitInput): Promise<Checkpoint> {
  const undisturbed = new MortalCheckpoints(null, UNDISTURBED, Infinity);
  await paradigm.fit({ ...input, checkpoints: undisturbed });
  const middle = new MortalCheckpoints(null, { ...UNDISTURBED, keeps: true }, Math.ceil(undisturbed.asked / 2));
  await lived(paradigm, { ...input, checkpoints: middle });
  return middle.kept!.checkpoint;
}

/** A checkpoint without one of its parts, or with an array too long, or of another type. */
function damaged({ iterations, meta, arrays }: Checkpoint): Checkpoint[] {
  const withArray = (name: string, array: ModelArray): Checkpoint => ({
    iterations,
    meta,
    arrays: { ...arrays, [name]: array },
  });
  return [
    { iterations, meta: null, arrays: {} },
    ...Object.keys(meta as object).map((name) => ({ iterations, meta: { ...(meta as object), [name]: 'x' }, arrays })),
    ...Object.entries(arrays).flatMap(([name, array]) => [
      withArray(name, new (array.constructor as new (length: number) => ModelArray)(array.length + 1)),
      withArray(name, array instanceof Uint8Array ? Float64Array.from(array) : Uint8Array.from(array)),
    ]),
  ];
}

/** As it comes back from a file. */
function reread({ iterations, meta, arrays }: Checkpoint): Checkpoint {
  const named = Object.entries(arrays).map(([name, array]) => [name, { array }] as const);
  const file = decodeSafetensors(encodeSafetensors(Object.fromEntries(named), { meta: JSON.stringify(meta) }));
  const read = Object.entries(file.arrays).map(([name, { array }]) => [name, array as ModelArray] as const);
  return { iterations, meta: JSON.parse(file.metadata.meta) as Json, arrays: Object.fromEntries(read) };
}

/** A short text that differs where any bit of an output does. */
function bitsOf({ model, importances, effort }: FitOutput): unknown {
  const bits = (array: ModelArray): string => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    return `${array.constructor.name} ${array.length} ${createHash('sha256').update(bytes).digest('hex')}`;
  };
  const arrays = Object.entries(model.arrays).map(([name, array]) => [name, bits(array)]);
  return { ...model, arrays: Object.fromEntries(arrays) as unknown, importances: bits(importances), effort };
}
