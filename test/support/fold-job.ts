import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FitJob } from '../../training/fit/jobs.js';
import { allColumns } from '../../contracts/candidate/column-set.js';
import { defaultPoint } from '../../contracts/candidate/space.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset, encodeDataset } from '../../learning/dataset/dataset.js';
import { tree } from '../../activities/paradigms/tree/index.js';

const DATA = resolve(import.meta.dirname, '../../examples/data/penguins.csv');

/** The first fold of a tree at its defaults on the penguins. */
export function foldJob(): FitJob {
  const csv = readCsv(readFileSync(DATA), 'penguins.csv');
  const options = { target: 'species', task: 'auto', types: new Map(), seed: 1 } as const;
  const { dataset, task, assignment, hashes } = buildDataset(csv, options);
  const { rows, columns } = dataset.inputs;
  const { hyperparameters, transforms, takesMissing } = tree.describe({
    task,
    rows,
    columns: columns.length,
    classes: 3,
  })!;
  return {
    kind: 'fit',
    fit: {
      shared: { ref: 'penguins', data: shared(encodeDataset(dataset, hashes)), assignment: shared(assignment) },
      judge: { task, metric: 'log-loss', classes: 3 },
      candidate: {
        features: allColumns(columns.length),
        transforms,
        paradigm: 'tree',
        hyperparameters: defaultPoint(hyperparameters),
        architecture: null,
      },
      takesMissing,
      rows: { fold: 0 },
      fitSeed: 1,
      prepareSeed: 1,
      effort: null,
    },
    keepModel: false,
    limit: { maxBytes: Infinity, rows: 344 },
    checkpoints: { file: '/nowhere/fold-0.fit', isNew: false, told: null },
  };
}

function shared(bytes: Uint8Array | Int8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Int8Array(buffer).set(bytes);
  return buffer;
}
