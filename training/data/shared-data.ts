import { decodeDataset } from '../../learning/dataset/dataset.js';
import type { Dataset } from '../../learning/arrays/table.js';
import { Recent } from './recent.js';

/** A data set as threads share it: the bytes of its artifact and of its row assignment. */
export interface SharedData {
  /** Reference of the data artifact, by which a thread keeps it decoded. */
  ref: string;
  data: SharedArrayBuffer;
  /** As learning/splits/folds.ts makes it, one byte a row. */
  assignment: SharedArrayBuffer;
}

const datasets = new Recent<Dataset>(4);

/** The data set decoded; a thread keeps the last four. */
export function datasetOf({ ref, data }: SharedData): Dataset {
  return datasets.get(ref, () => ({ value: decodeDataset(data), size: 1 }));
}
