/** Earlier uses of the held out rows on which a search's model is scored. */
export interface HoldoutPast {
  /**
   * Number of other models that were scored before on some of them: of an extended search, or of another one on the
   * same data.
   */
  holdoutReads: number;
  /** Number of these rows that earlier searches, from which this one warm-starts, had trained on. */
  holdoutSeen: number;
}

/** Describes the rows of a holdout score, for people. */
export function holdoutText({ holdoutReads, holdoutSeen }: HoldoutPast): string {
  if (holdoutReads === 0 && holdoutSeen === 0) return 'rows that no step of the search saw';
  const read = holdoutReads === 0 ? [] : [`read ${holdoutReads} ${holdoutReads === 1 ? 'time' : 'times'} before`];
  const seen = holdoutSeen === 0 ? [] : [`${holdoutSeen} of them seen by the search that this one began with`];
  return `held out rows, ${[...read, ...seen].join(', ')}`;
}

/** The same as a mark after a score; empty for unseen rows. */
export function holdoutMark({ holdoutReads, holdoutSeen }: HoldoutPast): string {
  const read = holdoutReads === 0 ? [] : [`read ${holdoutReads}× before`];
  const seen = holdoutSeen === 0 ? [] : [`${holdoutSeen} rows seen`];
  return read.length + seen.length === 0 ? '' : ` (${[...read, ...seen].join(', ')})`;
}
