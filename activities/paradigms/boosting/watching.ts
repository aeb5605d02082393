/** Rows are dealt to `parts` parts; for each of the first `used`, a booster trains on the others and is judged by it. */
export interface Watching {
  parts: number;
  used: number;
}

/** Least rows whose losses say anything. */
const LEAST_ROWS = 20;
/** Up to so many rows all parts are used: a few rows' losses are mostly noise. */
const ALL_PARTS_ROWS = 3000;

/** How rounds are found for so many rows; one part means that there are too few to find out. */
export function watchingFor(rows: number): Watching {
  if (rows < LEAST_ROWS) return { parts: 1, used: 0 };
  if (rows <= ALL_PARTS_ROWS) return { parts: 5, used: 5 };
  return { parts: 8, used: 1 };
}
