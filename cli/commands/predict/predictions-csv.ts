import { stringify } from 'csv-stringify/sync';
import type { Predictions } from '../../../training/model/predictor.js';

export interface CsvChoices {
  /** With one column `proba_<class>` for each class. */
  proba: boolean;
  /** Labels that a spreadsheet would take for a formula get an apostrophe before them. */
  safe: boolean;
}

/** A column `prediction`, and with `proba` one for each class; a line for each row. */
export function predictionsCsv(
  { predictions, classes, proba }: Predictions,
  { proba: withProba, safe }: CsvChoices,
): string {
  const shown = withProba && proba !== null ? proba : null;
  // Without classes, predictions are numbers: -1.5 is not a formula.
  const isLabel = safe && classes.length > 0;
  const cell = (label: string): string => (isLabel && FORMULA.test(label) ? `'${label}` : label);
  const header = ['prediction', ...(shown ? classes.map((label) => cell(`proba_${label}`)) : [])];
  const rows = predictions.map((prediction, row) => {
    const start = row * classes.length;
    return [cell(prediction), ...(shown ? Array.from(shown.subarray(start, start + classes.length), String) : [])];
  });
  // Quoted, so that a label with a semicolon is one cell in spreadsheets that separate cells by semicolons.
  return stringify([header, ...rows], { quoted_string: isLabel });
}

/** Characters at the start of a formula in spreadsheets, half and full width. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Checks that there is a prediction for each row.
 *
 * @throws Error if the numbers differ: an error of the program or of a team's paradigm, never of the data
 */
export function checkWhole({ predictions, classes, proba }: Predictions, rows: number): void {
  const probabilities = proba === null ? '' : `, ${proba.length} probabilities of ${classes.length} classes`;
  if (predictions.length === rows && (proba === null || proba.length === rows * classes.length)) return;
  throw new Error(
    `${predictions.length} predictions${probabilities} came of ${rows} rows: a fault of the program, nothing was written`,
  );
}
