import { Context } from '@temporalio/activity';
import { stat } from 'node:fs/promises';
import { ZodError, type z } from 'zod';
import type { AcceptReply, AcceptRequest } from '../../contracts/search/search-activities.js';
import {
  advanceOutputSchema,
  advanceAnswerSchema,
  type AdvanceAnswer,
  type AdvanceOutput,
  type AdvanceRequest,
} from '../../contracts/module/axis.js';
import { candidateHash, type Candidate } from '../../contracts/candidate/candidate.js';
import type { CandidateList } from '../../contracts/candidate/candidate-list.js';
import { issuesText } from '../../contracts/issues.js';
import { completed, type TrialSummary } from '../../contracts/candidate/trial.js';
import { nullIfAbsent } from '../../storage/files/files.js';
import type { Store } from '../../storage/store.js';
import { readCandidates } from '../../storage/candidate-list.js';
import { FILE_PATIENCE, withUserErrors } from '../runtime/errors.js';
import { candidateError } from '../../training/trial/candidate-error.js';
import { findChoice } from './choice.js';
import { keepDecision } from './keep-decision.js';
import { createSearchReader, type SearchReader } from './search-reader.js';

/** Longest sentence about an error, in characters: answers can have any size. */
const LONGEST_COMPLAINT = 300;

/** Largest list of candidates that is read, in bytes: far more than 256 candidates of 2,000 columns. */
const LARGEST_LIST = 64 * 2 ** 20;

/** An answer that breaks the contract, in words. */
class Wrong extends Error {}

/** The activity `acceptStep`: validates the answer of an axis, which can be another team's code. */
export function createAcceptStep(store: Store): (request: AcceptRequest) => Promise<AcceptReply> {
  const reader = createSearchReader(store);
  return (request) =>
    withUserErrors(async () => {
      try {
        return await (request.input === 'document'
          ? acceptDocument(store, reader, request)
          : acceptReferences(store, reader, request));
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        return { wrong: error.message.slice(0, LONGEST_COMPLAINT) };
      }
    });
}

async function acceptDocument(
  store: Store,
  reader: SearchReader,
  { request, answer }: AcceptRequest,
): Promise<AcceptReply> {
  const output = parse(advanceOutputSchema, answer);
  await checkCandidates(reader, request, output.candidates, output);
  return { choice: await acceptChoice(store, request, output.choice), kept: await keepDecision(store, output) };
}

async function acceptReferences(
  store: Store,
  reader: SearchReader,
  { request, answer }: AcceptRequest,
): Promise<AcceptReply> {
  const given = parse(advanceAnswerSchema, answer);
  await checkCandidates(reader, request, await candidatesOf(store, given.candidates), given);
  return { choice: await acceptChoice(store, request, given.choice), kept: null };
}

/** Reads an axis's candidates, which are untrusted too. */
async function candidatesOf({ artifacts }: Store, list: CandidateList): Promise<Candidate[]> {
  if ('trials' in list) throw new Wrong('its candidates are named by trials');
  const isLost = 'ref' in list && Context.current().info.attempt >= FILE_PATIENCE && !(await artifacts.has(list.ref));
  if (isLost) throw new Wrong(`its candidates (${list.ref}) are not in the store`);
  if ('ref' in list) await checkSize(artifacts.path(list.ref));
  try {
    return await readCandidates(artifacts, list);
  } catch (error) {
    if (error instanceof ZodError) throw new Wrong(`its candidates have not the contract's form: ${issuesText(error)}`);
    if (error instanceof SyntaxError) throw new Wrong(`its candidates are not JSON: ${error.message}`);
    throw error;
  }
}

/** @throws Wrong for a file that is larger than any list may be */
async function checkSize(path: string): Promise<void> {
  const info = await stat(path).catch(nullIfAbsent);
  if (info === null || info.size <= LARGEST_LIST) return;
  throw new Wrong(`its candidates take more than ${LARGEST_LIST / 2 ** 20} MB`);
}

function parse<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Wrong(`its answer has not the contract's form: ${issuesText(parsed.error)}`);
}

/** More candidates than may be tried are not an error: the first ones are used. */
async function checkCandidates(
  reader: SearchReader,
  { contextRef, trialsNow }: AdvanceRequest,
  candidates: readonly Candidate[],
  { converged }: Pick<AdvanceOutput | AdvanceAnswer, 'converged'>,
): Promise<void> {
  if (candidates.length === 0 && !converged && trialsNow !== 0) {
    throw new Wrong('it proposed nothing and has not converged');
  }
  const context = await reader.context(contextRef);
  const seen = new Map<string, number>();
  candidates.forEach((candidate, i) => {
    const error = candidateError(context, candidate);
    if (error !== null) throw new Wrong(`candidate ${i} lies outside the search's spaces: ${error}`);
    const hash = candidateHash(candidate);
    const same = seen.get(hash);
    if (same !== undefined) throw new Wrong(`candidates ${same} and ${i} are the same`);
    seen.set(hash, i);
  });
}

async function acceptChoice(store: Store, request: AdvanceRequest, key: string | null): Promise<TrialSummary | null> {
  const choice = await findChoice(store, request, key);
  if (key !== null && (!choice || !completed(choice))) throw new Wrong(`its choice ${key} is not a completed trial`);
  return choice;
}
