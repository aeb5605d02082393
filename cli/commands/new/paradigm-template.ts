/** A paradigm that works, in JavaScript that is TypeScript too: nearest centroids. @param define where it imports from */
export function paradigmSource(name: string, define: string): string {
  return `import { defineParadigm, real, rowsOf, SCALED_TRANSFORMS, z } from '${define}';

/**
 * Nearest centroids, a small example to begin with: each class is a normal distribution around the mean of its rows, all of
 * them equally wide.
 */
export default defineParadigm({
  id: '${name}',
  // Raise it when the same hyperparameters and seed would give another model.
  version: 1,
  tasks: ['binary', 'multiclass'],
  hyperparameters: { sharpness: real({ min: 0.01, max: 100, scale: 'log', default: 1 }) },
  transforms: SCALED_TRANSFORMS,
  // What predict needs, as JSON: null stands for a class without rows.
  model: z.strictObject({ sharpness: z.number(), centroids: z.array(z.array(z.number()).nullable()) }),
  module: import.meta.url,

  fit({ x, y, classes, hyperparameters: { sharpness } }) {
    const rows = rowsOf(x);
    const columns = Array.from({ length: x.columns }, (_, c) => c);
    const centroids = Array.from({ length: classes }, (_, k) => {
      const own = rows.filter((_row, r) => y[r] === k);
      return own.length === 0 ? null : columns.map((c) => own.reduce((sum, row) => sum + row[c], 0) / own.length);
    });
    const present = centroids.filter((centroid) => centroid !== null);
    const importances = columns.map((c) => {
      const values = present.map((centroid) => centroid[c]);
      return Math.max(...values) - Math.min(...values);
    });
    return { meta: { sharpness, centroids }, importances };
  },

  predict({ meta: { sharpness, centroids } }, x) {
    return rowsOf(x).flatMap((row) => {
      const distances = centroids.map((centroid) =>
        centroid === null ? Infinity : centroid.reduce((sum, value, c) => sum + (row[c] - value) ** 2, 0),
      );
      // Only differences count; the nearest at 0 keeps the exponentials from all vanishing.
      const nearest = Math.min(...distances);
      const likelihoods = distances.map((distance) => Math.exp((sharpness * (nearest - distance)) / 2));
      const total = likelihoods.reduce((a, b) => a + b, 0);
      return likelihoods.map((likelihood) => likelihood / total);
    });
  },
});
`;
}
