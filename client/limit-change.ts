import { UserError } from '../contracts/errors.js';
import { durationSchema, maxTrialsSchema } from '../contracts/search/search-input.js';

/** Another limit: so much in all, so much more, or none. */
export type LimitChange = { whole: number | null } | { more: number };

/** A change of a budget; limits that are not given stay. */
export interface BudgetChange {
  maxTrials?: LimitChange;
  maxTime?: LimitChange;
}

/** `+200`, `500` or `none`. @throws UserError('InvalidInput') */
export function parseTrialsChange(text: string): LimitChange {
  return parseChange(text, 'Write +200 for 200 more, 500 for 500 in all, or none.', (number) =>
    /^\d+$/.test(number) ? maxTrialsSchema.safeParse(Number(number)).data : undefined,
  );
}

/** `+10m`, `1h` or `none`. @throws UserError('InvalidInput') */
export function parseTimeChange(text: string): LimitChange {
  return parseChange(text, 'Write +10m for 10 minutes more, 1h for an hour in all, or none.', (duration) =>
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
