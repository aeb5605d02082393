import { writeDocument } from '../../activities/steps/document.js';
import { candidateError } from '../../training/trial/candidate-error.js';
import {
  advanceOutputSchema,
  AXIS_CONTRACT,
  AXIS_CONTRACTS,
  axisDescriptionSchema,
  type AdvanceDocument,
  type AdvanceInput,
  type AdvanceOutput,
  type AxisDescription,
} from '../../contracts/module/axis.js';
import { candidateHash } from '../../contracts/candidate/candidate.js';
import { issuesText } from '../../contracts/issues.js';
import { canonicalJson, type Json } from '../../contracts/json.js';
import { LARGEST_PAYLOAD } from '../../contracts/search/limits.js';
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

/** The argument of a step; large values are in the store. */
export async function documentOf(module: AxisUnderTest, input: AdvanceInput): Promise<AdvanceDocument> {
  const document = await writeDocument(module.artifacts, input);
  return { contract: AXIS_CONTRACT, axis: module.name, searchId: 'contract-check', input: document };
}

/** Limits of values in a payload, in characters of canonical JSON. */
export interface AnswerLimits {
  maxState: number;
}

/** Limit of a step's candidates, in characters of canonical JSON. */
const MAX_CANDIDATES_TEXT = LARGEST_PAYLOAD;

/** Calls one step and checks its answer. @throws Unmet if it breaks the contract */
export async function advance(
  module: AxisUnderTest,
  input: AdvanceInput,
  limits: AnswerLimits,
  signal?: AbortSignal,
): Promise<AdvanceOutput> {
  return checkedOutput(await module.advance(await documentOf(module, input), signal), input, limits);
}

function checkedOutput(answer: unknown, input: AdvanceInput, { maxState }: AnswerLimits): AdvanceOutput {
  const parsed = advanceOutputSchema.safeParse(answer);
  if (!parsed.success) {
    throw new Unmet('an AdvanceOutput', `it answers ${shortJson(answer)}: ${issuesText(parsed.error)}`, SCHEMAS);
  }
  const { state, candidates, converged } = parsed.data;
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
  checkCandidates(parsed.data, input);
  checkSize('state', state, maxState, 'Keep in it only what the next steps need.');
  checkSize('candidates', candidates, MAX_CANDIDATES_TEXT, 'Propose fewer at once.');
  return parsed.data;
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
