import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ExportedModel } from '../../contracts/module/fit-predict.js';
import { jsonSchema } from '../../contracts/json.js';
import { firstRows } from '../../learning/arrays/matrix.js';
import { arraysOf, decodeSafetensors } from '../../learning/arrays/safetensors.js';
import { openStore } from '../../storage/store.js';
import { TRIED_ROWS } from '../fit/run-fit.js';
import type { ModelData, ParadigmRegistry } from '../paradigm/paradigm.js';

/** The exported form of a served model, to test in a worker thread, because it is untrusted. */
export interface ExportJob {
  kind: 'export';
  /** Folder of the store. */
  store: string;
  exported: ExportedModel;
  /** The matrix that the model was trained on. */
  matrix: ArtifactRef;
  /** 0 for regression. */
  classes: number;
}

/** The form, or why it cannot predict. */
export type ExportResult = { model: ModelData } | { wrong: string };

/** @throws Error if the store has lost the matrix */
export async function runExport(registry: ParadigmRegistry, job: ExportJob): Promise<ExportResult> {
  const { exported, classes } = job;
  const { artifacts } = openStore(job.store);
  const paradigm = registry[exported.paradigm];
  if (!paradigm) return { wrong: `it is of ${exported.paradigm}, which is not a paradigm of this release` };
  const { decodeMatrix } = await import('../../learning/arrays/arrow.js');
  const { x } = decodeMatrix(await artifacts.get(job.matrix));
  try {
    const model = decodeExported(exported, await artifacts.get(exported.ref));
    paradigm.checkModel?.(model, { columns: x.columns, classes });
    const tried = firstRows(x, TRIED_ROWS);
    const values = await paradigm.predict(model, tried);
    const expected = tried.rows * Math.max(1, classes);
    if (values.length !== expected) return { wrong: `it gives ${values.length} numbers for ${expected}` };
    if (!values.every(Number.isFinite)) return { wrong: 'its predictions are not all finite' };
    return { model };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

/** A model in exported form, from its bytes. @throws Error if they are invalid */
export function decodeExported({ paradigm, version }: ExportedModel, bytes: Uint8Array): ModelData {
  const decoded = decodeSafetensors(bytes);
  const meta = jsonSchema.parse(JSON.parse(decoded.metadata.meta ?? 'null'));
  return { paradigm, version, meta, arrays: arraysOf(decoded) as ModelData['arrays'] };
}
