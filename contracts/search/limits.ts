/**
 * Limits of what a search puts into Temporal, in bytes, for data of up to 2,000 columns, 256 candidates a step and any
 * number of steps (measured by test/long/limits). Larger values are in the store, and payloads have references to them.
 */

/** One payload: an argument, a result, a run's state. The server warns at 512 KB and refuses 2 MB. */
export const LARGEST_PAYLOAD = 128 * 1024;

/** An axis's state in a payload; it is in the history twice a step, and in the input of a new run. */
export const LARGEST_INLINE_STATE = 16 * 1024;

/** The trials that a step is given, within a payload; they are in the history twice. */
export const LARGEST_INLINE_TRIALS = 4 * 1024;

/** A step's candidates in a payload; they are in the history twice. */
export const LARGEST_INLINE_CANDIDATES = 64 * 1024;

/**
 * Events after which a search continues as new, even if the server does not suggest it: a worker that takes over must
 * first replay the history within the time limit below.
 */
export const LONG_RUN = 1_000;

/**
 * Time limit for a workflow task, the replay of the history included. If a worker is lost during a task, queries wait
 * until this limit.
 */
export const WORKFLOW_TASK_TIMEOUT = '2s';

/**
 * The history of one run. The server suggests to continue as new at 4 MB or 4,096 events, which is checked after each
 * step: one more step has to fit. It refuses 50 MB and 51,200 events.
 */
export const LARGEST_HISTORY = 5 * 1024 * 1024;
export const LONGEST_HISTORY = 6_000;
