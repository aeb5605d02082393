import { ZodError } from 'zod';
import { readDocument, writeDocument } from '../../activities/steps/documents.js';
import { candidateError } from '../../training/trial/candidate-error.js';
import {
  advanceAnswerSchema,
  AXIS_CONTRACT,
  AXIS_CONTRACTS,
  axisDescriptionSchema,
  type AdvanceInput,
  type AdvanceOutput,
  type AdvanceRequest,
  type AxisDescription,
  type AxisTrial,
  type Document,
} from '../../contracts/module/axis.js';
import { candidateHash } from '../../contracts/candidate/candidate.js';
import type { Trial } from '../../contracts/candidate/trial.js';
import { issuesText } from '../../contracts/issues.js';
import { canonicalJson, type Json } from '../../contracts/json.js';
import { LARGEST_PAYLOAD } from '../../contracts/search/limits.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import { readCandidates } from '../../storage/candidate-list.js';
import type { Artifacts } from '../check/artifacts.js';
import { commonContract } from '../../contracts/module/module.js';
import { Unmet } from '../check/check.js';
import { shortJson } from '../check/json.js';
import type { AxisUnderTest } from './under-test.js';

const SCHEMAS = 'The contract is contracts/module/axis.ts; contracts/schema/ has it as JSON Schemas.';

/** @throws Unmet if its description breaks the contract */
export async function describeAxis(module: AxisUnderTest): Promise<AxisDescription> {
  const { name } = module;
  const answer = await module.describe({ axis: name, contracts: AXIS_CONTRACTS });
  const { from, to } = (answer as Partial<AxisDescription> | null)?.contracts ?? {};
  const speaks = { from: Number(from), to: Number(to) };
  if (from !== undefined && to !== undefined && commonContract(speaks, AXIS_CONTRACTS) === null) {
    const { from: first, to: last } = AXIS_CONTRACTS;
    throw new Unmet(
      `version ${first === last ? first : `${first} to ${last}`} of the contract`,
      `it speaks ${from} to ${to}`,
      'Serve a build that speaks a version of this release, or use another release.',
    );
  }
  const parsed = axisDescriptionSchema.safeParse(answer);
  if (!parsed.success) {
    throw new Unmet('an AxisDescription', `it says ${shortJson(answer)}: ${issuesText(parsed.error)}`, SCHEMAS);
  }
  const { declaration } = parsed.data;
  if (declaration.name === name) return parsed.data;
  throw new Unmet(
    `declaration.name to be ${name}`,
    `it is ${declaration.name}`,
    'Declare the name that temporal.yaml has, or serve it on the queue of that axis.',
  );
}

/**
 * The argument of a step.
 *
 * @param write how its documents are written: inline where they are small, unless told otherwise
 */
export async function requestOf(
  { name, artifacts }: AxisUnderTest,
  { context, state, incumbent, elite, trials, step, seed, trialsLeft, trialsNow }: AdvanceInput,
  write: (document: Json) => Promise<Document> = (document) => writeDocument(artifacts, document),
): Promise<AdvanceRequest> {
  const put = (some: readonly Trial[]): Promise<AxisTrial[]> =>
    Promise.all(some.map((trial) => axisTrialOf(artifacts, trial)));
  const [best = null] = await put(incumbent ? [incumbent] : []);
  return {
    contract: AXIS_CONTRACT,
    axis: name,
    searchId: 'contract-check',
    context: await write(context),
    state: state === null ? null : await write(state),
    trials: await write({ incumbent: best, elite: await put(elite), trials: await put(trials) }),
    step,
    seed,
    trialsLeft,
    trialsNow,
  };
}

async function axisTrialOf(
  artifacts: Artifacts,
  { importances, foldImportances, ...trial }: Trial,
): Promise<AxisTrial> {
  if (importances === null) return { ...trial, arrays: null };
  const folds = foldImportances ?? [importances];
  const arrays = {
    importances: { array: Float64Array.from(importances) },
    foldImportances: { array: Float64Array.from(folds.flat()), shape: [folds.length, importances.length] },
  };
  return { ...trial, arrays: await artifacts.put(encodeSafetensors(arrays, {})) };
}

/** Limits, in characters of canonical JSON. */
export interface AnswerLimits {
  maxState: number;
}

/** Limit of a step's candidates, in characters of canonical JSON. */
const MAX_CANDIDATES_TEXT = LARGEST_PAYLOAD;

/** One step, its answer checked. @throws Unmet if it breaks the contract */
export async function advance(
  module: AxisUnderTest,
  input: AdvanceInput,
  limits: AnswerLimits,
): Promise<AdvanceOutput> {
  return answered(module, await requestOf(module, input), input, limits);
}

/** The same of a request that was made from the input. */
export async function answered(
  module: AxisUnderTest,
  request: AdvanceRequest,
  input: AdvanceInput,
  limits: AnswerLimits,
): Promise<AdvanceOutput> {
  const output = await outputOf(module, await module.advance(request));
  checkOutput(output, input, limits);
  return output;
}

/** @throws Unmet if the answer, or what it refers to, does not have the contract's form */
async function outputOf({ artifacts }: AxisUnderTest, answer: unknown): Promise<AdvanceOutput> {
  const parsed = advanceAnswerSchema.safeParse(answer);
  if (!parsed.success) {
    throw new Unmet('an AdvanceAnswer', `it answers ${shortJson(answer)}: ${issuesText(parsed.error)}`, SCHEMAS);
  }
  const { state, candidates, ...own } = parsed.data;
  const stored = await readStored(() => readDocument(artifacts, state), 'state');
  return {
    ...own,
    state: stored as Json,
    candidates: await readStored(() => readCandidates(artifacts, candidates), 'candidates'),
  };
}

async function readStored<T>(read: () => Promise<T>, what: string): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const found = error instanceof ZodError ? issuesText(error) : (error as Error).message;
    throw new Unmet(`${what} in the store where the answer refers to them`, found, SCHEMAS);
  }
}

function checkOutput(output: AdvanceOutput, input: AdvanceInput, { maxState }: AnswerLimits): void {
  const { state, candidates, converged } = output;
  const { trialsNow } = input;
  if (trialsNow !== null && candidates.length > trialsNow) {
    throw new Unmet(
      `at most ${trialsNow} candidates, as trialsNow says, at step ${input.step}`,
      `there are ${candidates.length}`,
      'Propose the most promising trialsNow of them.',
    );
  }
  if (candidates.length === 0 && !converged && trialsNow !== 0) {
    throw new Unmet(
      `candidates or converged: true at step ${input.step}`,
      'there are no candidates and it has not converged',
      'Say converged where there is nothing left to try.',
    );
  }
  checkCandidates(output, input);
  checkSize('state', state, maxState, 'Keep in it only what the next steps need.');
  checkSize('candidates', candidates, MAX_CANDIDATES_TEXT, 'Propose fewer at once.');
}

function checkCandidates({ candidates }: AdvanceOutput, { context, step }: AdvanceInput): void {
  const seen = new Map<string, number>();
  candidates.forEach((candidate, i) => {
    const error = candidateError(context, candidate);
    if (error !== null) {
      const todo = "Keep to the context's columns and to the spaces of its paradigms.";
      throw new Unmet(`candidate ${i} of step ${step} within the search's spaces`, error, todo);
    }
    const hash = candidateHash(candidate);
    const same = seen.get(hash);
    if (same !== undefined) {
      const todo = 'Compare candidates by their canonical JSON before proposing them.';
      throw new Unmet(`no candidate twice in step ${step}`, `candidates ${same} and ${i} are the same`, todo);
    }
    seen.set(hash, i);
  });
}

function checkSize(what: string, value: Json, most: number, todo: string): void {
  const { length } = canonicalJson(value);
  if (length <= most) return;
  throw new Unmet(`at most ${most} characters of JSON as ${what}`, `there are ${length}`, todo);
}
