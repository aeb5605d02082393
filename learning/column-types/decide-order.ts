import type { DateEvidence } from './date-evidence.js';
import { parseDate } from './dates.js';
import { findText } from './distinct.js';
import type { DateOrder } from './reading.js';
import type { Elsewhere, Study } from './study.js';
import { quoted } from './warnings.js';

export interface OrderDecision {
  order: DateOrder;
  /** Evidence, to be put behind a description. */
  why: string;
  /** The order that the column's own texts show. */
  shows: DateOrder | undefined;
  open: boolean;
  warnings: string[];
}

const ORDER = { day: 'day-first', month: 'month-first' } as const;

/**
 * The order of a column's dates: by its own texts, else by the user's option, else by the other columns or the training
 * data.
 */
export function decideOrder(study: Study, found: DateEvidence, elsewhere?: Elsewhere): OrderDecision {
  const { name } = study.column;
  const { dateOrder } = study.options;
  const choice = dateOrder && ORDER[dateOrder];
  if (found.open === null) {
    const trained = elsewhere?.from === 'training' && found.best.find((best) => best === elsewhere.order);
    const order = trained || (found.best.includes('year-first') ? 'year-first' : found.best[0]);
    return { order, ...byItself(name, order, choice, found.decisive), open: false };
  }
  const later = lateEvidence(study, found);
  if (later) return { order: later.order, ...byItself(name, later.order, choice, later.example), open: false };
  const known = [choice, elsewhere?.order].find((order) => order && found.best.includes(order));
  const order = known ?? found.best[0];
  const from = known === undefined ? BY_DEFAULT : known === choice ? 'as was asked for' : FROM[elsewhere!.from];
  const [taken, other] = [order, found.best.find((candidate) => candidate !== order)!].map((candidate) =>
    new Date(parseDate(found.open!, candidate)!).toISOString().slice(0, 10),
  );
  const option = order === 'day-first' ? 'month' : 'day';
  const warning =
    `${name}: ${quoted(found.open)} can be read as ${taken} or as ${other}; it is read as ${taken}, ${from}. ` +
    `--date-order ${option} reads it the other way`;
  const silent = known !== undefined && (known === choice || elsewhere?.from === 'training');
  return {
    order,
    why: ` (${quoted(found.open)}: ${from})`,
    shows: undefined,
    open: !choice,
    warnings: silent ? [] : [warning],
  };
}

const BY_DEFAULT = 'because without other evidence the day comes first';
const FROM: Readonly<Record<Elsewhere['from'], string>> = {
  file: 'because other columns have this order',
  training: 'as in the training data',
};

function byItself(
  name: string,
  order: DateOrder,
  choice: DateOrder | undefined,
  example: string | null,
): Pick<OrderDecision, 'why' | 'shows' | 'warnings'> {
  const shows = order === 'year-first' || example === null ? undefined : order;
  const against = choice !== undefined && shows !== undefined && choice !== order;
  const warnings = against
    ? [
        `${name}: ${quoted(example!)} is a date with the ${shows.replace('-', ' ')} only, so --date-order is not followed`,
      ]
    : [];
  return { why: example === null ? '' : ` (${quoted(example)})`, shows, warnings };
}

/** A date of one order only in the rows that were not looked at. */
function lateEvidence(
  { column, options, texts }: Study,
  { best }: DateEvidence,
): { order: DateOrder; example: string } | null {
  if (texts.complete) return null;
  let order: DateOrder | undefined;
  const example = findText(column, options.rows, (text) => {
    const by = best.filter((candidate) => parseDate(text, candidate) !== null);
    order = by.length === 1 ? by[0] : undefined;
    return order !== undefined;
  });
  return example === null ? null : { order: order!, example };
}
