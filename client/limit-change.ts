import { UserError } from '../contracts/errors.js';
import { durationSchema, maxTrialsSchema } from '../contracts/search/search-input.js';

/** A change of a limit: a total, an addition, or none. */
export type LimitChange = { whole: number | null } | { more: number };

/** A change of a budget; limits that are not given stay. */
export interface BudgetChange {
  maxTrials?: LimitChange;
  maxTime?: LimitChange;
}

/** New limits, counted from the search's start; omitted ones stay. */
export interface NewLimits {
  /**
   * Total trials, as a number; `+200` to add to what it took (for a running search: to its limit); null for no limit.
   */
  maxTrials?: number | `+${number}` | null;
  /** Total active search time: seconds as a number, `10m` or `1h30m`; `+10m` to add; null for no limit. */
  maxTime?: number | string | null;
}

/** @throws UserError('InvalidInput') for a limit that cannot be read, or none */
export function changeOf({ maxTrials, maxTime }: NewLimits): BudgetChange {
  const change: BudgetChange = {
    ...(maxTrials !== undefined && { maxTrials: parseTrialsChange(String(maxTrials ?? 'none')) }),
    ...(maxTime !== undefined && { maxTime: parseTimeChange(String(maxTime ?? 'none')) }),
  };
  if (Object.keys(change).length > 0) return change;
  throw new UserError('InvalidInput', 'name maxTrials, maxTime or both: "+200" or "+10m" is so much more');
}

/** `+200`, `500` or `none`. @throws UserError('InvalidInput') */
export function parseTrialsChange(text: string): LimitChange {
  return parseChange(text, 'Write +200 for 200 more, 500 for 500 in total, or none.', (number) =>
    /^\d+$/.test(number) ? maxTrialsSchema.safeParse(Number(number)).data : undefined,
  );
}

/** `+10m`, `1h` or `none`. @throws UserError('InvalidInput') */
export function parseTimeChange(text: string): LimitChange {
  return parseChange(text, 'Write +10m for 10 minutes more, 1h for an hour in total, or none.', (duration) =>
    duration.trim() === '' ? undefined : durationSchema.safeParse(duration).data,
  );
}

function parseChange(text: string, help: string, parse: (amount: string) => number | undefined): LimitChange {
  if (text === 'none') return { whole: null };
  const more = text.startsWith('+');
  const amount = parse(more ? text.slice(1) : text);
  if (amount === undefined) throw new UserError('InvalidInput', help);
  return more ? { more: amount } : { whole: amount };
}
