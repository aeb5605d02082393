import type { z } from 'zod';
import {
  advanceRequestSchema,
  stepTrialsSchema,
  type AdvanceInput,
  type AxisDeclaration,
  type AxisTrial,
  type Document,
} from '../../contracts/module/axis.js';
import { searchContextSchema, type SearchContext } from '../../contracts/module/context.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { jsonSchema } from '../../contracts/json.js';
import type { Trial } from '../../contracts/candidate/trial.js';
import { decodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { TrialsLost } from '../../storage/lost-trials.js';
import { Recent } from '../../training/data/recent.js';
import { parseRequest, refusedRequest } from '../runtime/request.js';
import { readDocument } from './documents.js';

/** Importances of a trial's models, one number for each input column. */
interface Importances {
  mean: number[];
  byFold: number[][];
}

const KEPT_CONTEXTS = 4;
const KEPT_TRIALS = 4_000;

/** Reads the references of requests of steps, with a cache: all steps of a search share its context. */
export class StepReader {
  private readonly contexts = new Recent<Promise<SearchContext>>(KEPT_CONTEXTS);
  private readonly importances = new Recent<Promise<Importances>>(KEPT_TRIALS);

  constructor(private readonly artifacts: Pick<ArtifactStore, 'get' | 'has'>) {}

  /**
   * The input of an axis, from an AdvanceRequest.
   *
   * @throws ApplicationFailure (non-retryable) if the request or one of its documents does not have the contract's form
   * @throws TrialsLost if the store has lost importances; Error where it has lost a document
   */
  async input({ name, importances }: AxisDeclaration, argument: unknown): Promise<AdvanceInput> {
    const request = parseRequest(`axis ${name}`, advanceRequestSchema, argument);
    if (request.axis !== name) throw refusedRequest(`this is axis ${name}, not ${request.axis}`);
    const { step, seed, trialsLeft, trialsNow } = request;
    const context = await this.context(name, request.context);
    const state = request.state && (await this.document(name, jsonSchema, request.state));
    const shown = await this.document(name, stepTrialsSchema, request.trials);
    const lost: string[] = [];
    const read = async (trials: readonly AxisTrial[]): Promise<Trial[]> => {
      const all = await Promise.all(trials.map((trial) => this.trial(trial, importances)));
      trials.forEach(({ key }, i) => all[i] ?? lost.push(key));
      return all.filter((trial) => trial !== null);
    };
    const [incumbent = null] = await read(shown.incumbent ? [shown.incumbent] : []);
    const [elite, trials] = [await read(shown.elite), await read(shown.trials)];
    if (lost.length > 0) throw new TrialsLost([...new Set(lost)]);
    return { context, state, incumbent, elite, trials, step, seed, trialsLeft, trialsNow };
  }

  private context(axis: string, document: Document): Promise<SearchContext> {
    const read = (): Promise<SearchContext> => this.document(axis, searchContextSchema, document);
    return 'ref' in document ? keeping(this.contexts, document.ref, read) : read();
  }

  private async document<Schema extends z.ZodType>(
    axis: string,
    schema: Schema,
    document: Document,
  ): Promise<z.output<Schema>> {
    return parseRequest(`axis ${axis}`, schema, await readDocument(this.artifacts, document));
  }

  /** Null if its importances are needed and lost. */
  private async trial({ arrays, ...trial }: AxisTrial, wanted: AxisDeclaration['importances']): Promise<Trial | null> {
    if (arrays === null || wanted === 'none') return { ...trial, importances: null, foldImportances: null };
    const read = await keeping(this.importances, arrays, () => this.readImportances(arrays)).catch(
      async (error: Error) => {
        // Only what is gone can be trained again; other errors may pass.
        if (await this.artifacts.has(arrays)) throw error;
        return null;
      },
    );
    return read && { ...trial, importances: read.mean, foldImportances: wanted === 'by-fold' ? read.byFold : null };
  }

  private async readImportances(ref: ArtifactRef): Promise<Importances> {
    const { importances, foldImportances } = decodeSafetensors(await this.artifacts.get(ref)).arrays;
    const columns = importances.array.length;
    const folds = Math.round(foldImportances.array.length / columns);
    const byFold = Array.from({ length: folds }, (_, fold) =>
      Array.from(foldImportances.array.subarray(fold * columns, (fold + 1) * columns)),
    );
    return { mean: Array.from(importances.array), byFold };
  }
}

/** The cached value, or a new one; errors are not cached. */
export function keeping<Value>(kept: Recent<Promise<Value>>, key: string, read: () => Promise<Value>): Promise<Value> {
  const value = kept.get(key, () => ({ value: read(), size: 1 }));
  value.catch(() => kept.forget(key));
  return value;
}
