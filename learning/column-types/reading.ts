import { z } from 'zod';

/** Texts that stand for a missing value; an empty one always does. */
const missing = z.array(z.string());

/** How a column's texts are read, as JSON: a model keeps it to read the columns of other files alike. */
export const readingSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('numeric'),
    /** The decimal mark; the other one groups digits. */
    decimal: z.enum(['point', 'comma']),
    /** The unit or currency behind or before the numbers; null for none. */
    unit: z.string().nullable(),
    /** All values were 0 or 1: words such as true and no are read as these, too. */
    binary: z.boolean(),
    /** Whether there were texts whose value depends on the decimal mark: 1.234. */
    twoWays: z.boolean(),
    missing,
  }),
  z.strictObject({
    type: z.literal('date'),
    /** Of dates that are numbers alone: which comes first. */
    order: z.enum(['year-first', 'day-first', 'month-first']),
    missing,
  }),
  z.strictObject({
    type: z.literal('categorical'),
    /** Number of digits of codes that are padded with leading zeros (01234); null for other categories. */
    width: z.int().min(1).nullable(),
    missing,
  }),
  z.strictObject({ type: z.literal('boolean'), missing }),
]);
export type Reading = z.infer<typeof readingSchema>;
export type NumericReading = Extract<Reading, { type: 'numeric' }>;
export type DateReading = Extract<Reading, { type: 'date' }>;
export type Decimal = NumericReading['decimal'];
export type DateOrder = DateReading['order'];

/** The user's options for what the texts of columns leave ambiguous. */
export interface ReadingChoices {
  decimal?: Decimal;
  dateOrder?: 'day' | 'month';
  /** The texts that stand for a missing value, in place of the usual ones. */
  missing?: readonly string[];
}

/** A reading in words: "numbers, decimal comma". */
export function describeReading(reading: Reading): string {
  switch (reading.type) {
    case 'numeric': {
      const unit = reading.unit === null ? '' : `, in ${reading.unit}`;
      return `numbers, decimal ${reading.decimal}${unit}`;
    }
    case 'date':
      return reading.order === 'year-first' ? 'dates' : `dates, ${reading.order.replace('-', ' ')}`;
    case 'categorical':
      return reading.width === null ? 'categories' : `codes of ${reading.width} digits`;
    case 'boolean':
      return 'true or false';
  }
}
