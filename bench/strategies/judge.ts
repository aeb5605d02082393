import { fitCandidate } from '../../training/fit/fit-candidate.js';
import { fitSeed, prepareSeed } from '../../training/fit/planned-fits.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { completed, type TrialRecord } from '../../contracts/candidate/trial.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset } from '../../learning/dataset/dataset.js';
import { prepareRows } from '../../learning/transforms/prepare.js';
import type { Dataset } from '../../learning/arrays/table.js';
import { registry } from '../../activities/paradigms/index.js';
import { toCsv, type Split } from './split.js';

/** Scores candidates of one search on the nested holdout. */
export interface Judge {
  /** The search's metric, after a fit on all of the search's rows, as the search would deliver it. */
  score(trial: TrialRecord): Promise<number>;
}

/**
 * One data set holds both the search's rows, first, and those of the nested holdout, its columns of the types that the
 * search took them for, so that a category is the same on both sides.
 *
 * @throws Error if the rows are not all read, or the classes are not those of the search
 */
export function createJudge(context: SearchContext, { header, train, test }: Split): Judge {
  const dataset = datasetOf(context, { header, train, test });
  const trainRows = Int32Array.from(train, (_, row) => row);
  const testRows = Int32Array.from(test, (_, row) => train.length + row);
  const { task, metric, classes } = context;
  return {
    async score(trial) {
      const { candidate } = trial;
      const prepared = prepareRows({
        dataset,
        trainRows,
        otherRows: testRows,
        kept: decodeColumns(candidate.features),
        transforms: candidate.transforms,
        takesMissing: context.paradigms.find(({ id }) => id === candidate.paradigm)?.takesMissing ?? false,
        seed: prepareSeed(context, 'final'),
      });
      const job = {
        judge: { task, metric, classes: classes.length },
        candidate,
        fitSeed: fitSeed(context, candidate, 'final'),
        effort: completed(trial)?.effort ?? null,
        checkpoints: null,
      };
      const { judged } = await fitCandidate(registry, job, prepared, dataset);
      if (!judged) throw new Error('the nested holdout is empty');
      return judged.score;
    },
  };
}

function datasetOf(context: SearchContext, { header, train, test }: Split): Dataset {
  const csv = readCsv(Buffer.from(toCsv(header, [...train, ...test])), 'all rows');
  const types = new Map(context.columns.map(({ name, type }) => [name, type]));
  const { dataset } = buildDataset(csv, { target: context.target, task: context.task, types });
  const { inputs, target } = dataset;
  const classes = 'classes' in target ? target.classes : [];
  if (inputs.rows !== train.length + test.length) throw new Error('rows without a target cannot be split');
  if (classes.join() !== context.classes.join()) {
    throw new Error(`the search saw the classes ${context.classes.join()}, the data hold ${classes.join()}`);
  }
  return dataset;
}
