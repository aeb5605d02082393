/**
 * What a search may put into Temporal, in bytes, for data of up to 2,000 columns, 256 candidates a step and any number
 * of steps (test/long/limits measures it). What may grow beyond lies in the store, and a reference to it travels
 * instead.
 */

/** One payload: an argument, a result, a run's state. The server warns at 512 KB and refuses 2 MB. */
export const LARGEST_PAYLOAD = 128 * 1024;

/** An axis's state within a payload; it stands in the history twice a step, and in what a new run goes on from. */
export const LARGEST_INLINE_STATE = 16 * 1024;

/** A step's candidates within a payload; they stand in the history twice. */
export const LARGEST_INLINE_CANDIDATES = 64 * 1024;

/**
 * Events after which a search goes on in a new run, whatever the server suggests: a worker that takes it over walks
 * through its history first, within the time limit below.
 */
export const LONG_RUN = 1_000;

/**
 * How long a worker may take for a workflow task, walking through the history included. After the loss of a worker in
 * the middle of one, queries wait for its end.
 */
export const WORKFLOW_TASK_TIMEOUT = '2s';

/**
 * The history of one run. The server suggests a new run at 4 MB or 4,096 events, which is looked at after each step:
 * one more step has to fit. It refuses 50 MB and 51,200 events.
 */
export const LARGEST_HISTORY = 5 * 1024 * 1024;
export const LONGEST_HISTORY = 6_000;
