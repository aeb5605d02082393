/** What became of the held out rows before they judged a search's model. */
export interface HoldoutPast {
  /** Other models that some of them had judged before: of an extended search, or of another one on the same data. */
  holdoutReads: number;
  /** Rows of them that the searches which this one began with (`warmStart`) had trained on. */
  holdoutSeen: number;
}

/** What the rows behind a holdout score are, for people. */
export function holdoutText({ holdoutReads, holdoutSeen }: HoldoutPast): string {
  if (holdoutReads === 0 && holdoutSeen === 0) return 'rows that no step of the search saw';
  const read = holdoutReads === 0 ? [] : [`read ${holdoutReads} ${holdoutReads === 1 ? 'time' : 'times'} before`];
  const seen = holdoutSeen === 0 ? [] : [`${holdoutSeen} of them seen by the search that this one began with`];
  return `held out rows, ${[...read, ...seen].join(', ')}`;
}

/** The same as a mark behind a score; empty for unseen rows. */
export function holdoutMark({ holdoutReads, holdoutSeen }: HoldoutPast): string {
  const read = holdoutReads === 0 ? [] : [`read ${holdoutReads}× before`];
  const seen = holdoutSeen === 0 ? [] : [`${holdoutSeen} rows seen`];
  return read.length + seen.length === 0 ? '' : ` (${[...read, ...seen].join(', ')})`;
}
