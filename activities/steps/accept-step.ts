import { Context } from '@temporalio/activity';
import { stat } from 'node:fs/promises';
import { ZodError, type z } from 'zod';
import type { AcceptReply, AcceptRequest, ShownTrials } from '../../contracts/search/search-activities.js';
import { advanceAnswerSchema, type AdvanceAnswer, type Document } from '../../contracts/module/axis.js';
import { candidateHash, type Candidate } from '../../contracts/candidate/candidate.js';
import type { ProposedCandidates } from '../../contracts/candidate/candidate-list.js';
import { issuesText } from '../../contracts/issues.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { completed, type TrialSummary } from '../../contracts/candidate/trial.js';
import { keepCandidates, readCandidates } from '../../storage/candidate-list.js';
import { nullIfAbsent } from '../../storage/files/files.js';
import type { Store } from '../../storage/store.js';
import { Recent } from '../../training/data/recent.js';
import { loadContext } from '../../training/data/search-loader.js';
import { candidateError } from '../../training/trial/candidate-error.js';
import { FILE_PATIENCE, withUserErrors } from '../runtime/errors.js';
import { findChoice } from './choice.js';
import { writeDocument } from './documents.js';
import { keeping } from './step-reader.js';

/** Longest sentence about an error, in characters: answers can have any size. */
const LONGEST_COMPLAINT = 300;

/** Largest list of candidates that is read, in bytes: far more than 256 candidates of 2,000 columns. */
const LARGEST_LIST = 64 * 2 ** 20;

/** An answer that breaks the contract, in words. */
class Wrong extends Error {}

const KEPT_CONTEXTS = 4;

/** The local activity `acceptStep`: checks the answer of an axis, which may be another team's code. */
export function createAcceptStep(store: Store): (request: AcceptRequest) => Promise<AcceptReply> {
  const contexts = new Recent<Promise<SearchContext>>(KEPT_CONTEXTS);
  return ({ contextRef, shown, trialsNow, answer }) =>
    withUserErrors(async () => {
      try {
        const given = parse(advanceAnswerSchema, answer);
        const context = await keeping(contexts, contextRef, () => loadContext(store, contextRef));
        checkCandidates(context, await candidatesOf(store, given.candidates), given.converged || trialsNow === 0);
        return { choice: await acceptChoice(store, shown, given.choice), ...(await keepLarge(store, given)) };
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        return { wrong: error.message.slice(0, LONGEST_COMPLAINT) };
      }
    });
}

/** Puts inline parts of an axis's answer into the store if they are too large for the workflow. */
async function keepLarge(
  { artifacts }: Store,
  { state, candidates }: AdvanceAnswer,
): Promise<{ state: Document | null; candidates: ProposedCandidates | null }> {
  const keptState = 'inline' in state ? await writeDocument(artifacts, state.inline) : state;
  const kept = 'inline' in candidates ? await keepCandidates(artifacts, candidates.inline) : candidates;
  return { state: 'inline' in keptState ? null : keptState, candidates: 'inline' in kept ? null : kept };
}

/** @throws Wrong if a reference is not in the store, or is not a list of candidates */
async function candidatesOf({ artifacts }: Store, list: ProposedCandidates): Promise<Candidate[]> {
  const isLost = 'ref' in list && Context.current().info.attempt >= FILE_PATIENCE && !(await artifacts.has(list.ref));
  if (isLost) throw new Wrong(`its candidates (${list.ref}) are not in the store`);
  if ('ref' in list) await checkSize(artifacts.path(list.ref));
  try {
    return await readCandidates(artifacts, list);
  } catch (error) {
    if (error instanceof ZodError)
      throw new Wrong(`its candidates do not have the contract's form: ${issuesText(error)}`);
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
  throw new Wrong(`its answer does not have the contract's form: ${issuesText(parsed.error)}`);
}

/** @param mayBeEmpty it has converged, or may not propose anything. The workflow cuts off more than may be tried. */
function checkCandidates(context: SearchContext, candidates: readonly Candidate[], mayBeEmpty: boolean): void {
  if (candidates.length === 0 && !mayBeEmpty) throw new Wrong('it proposed nothing and has not converged');
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

async function acceptChoice(store: Store, shown: ShownTrials, key: string | null): Promise<TrialSummary | null> {
  const choice = await findChoice(store, shown, key);
  if (key !== null && (!choice || !completed(choice))) throw new Wrong(`its choice ${key} is not a completed trial`);
  return choice;
}
