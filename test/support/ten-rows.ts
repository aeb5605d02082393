/** Ten rows of three columns with targets, small enough for expected values of scikit-learn to stand in a test. */
export const ROWS = [
  [1, 20, 0],
  [2, 21, 1],
  [3, 19.5, 0],
  [6, 30, 1],
  [7, 35, 1],
  [8, 28, 0],
  [1.5, 33, 0],
  [9, 20.5, 1],
  [4, 26, 1],
  [5, 31, 0],
];
export const VALUES = [3.1, 2.7, 4.4, 9.2, 8.1, 11.5, 2.2, 12.9, 5.1, 8.4];
export const THREE = [0, 0, 0, 1, 1, 1, 2, 2, 0, 1];
