import { createAxisActivity } from '../../activities/steps/axis-activity.js';
import { createAcceptStep } from '../../activities/steps/accept-step.js';
import { createDescribeAxis } from '../../activities/steps/describe-axis.js';
import { createWriteStepTrials } from '../../activities/steps/step-trials.js';
import { createPlanSearch } from '../../activities/dataset/plan-search.js';
import { createProfileDataset } from '../../activities/dataset/profile-dataset.js';
import { createRecordState, createRecordStep } from '../../activities/report/record-step.js';
import { createWriteReport } from '../../activities/report/write-report.js';
import { describeQueue } from '../../activities/queues/describe-queue.js';
import { createSearchLoader } from '../../training/data/search-loader.js';
import { createParadigmActivities } from '../../activities/serving/index.js';
import type { ServedParadigm } from '../../training/serving/served.js';
import { createModelActivities } from '../../activities/model/index.js';
import { createEvaluateTrials } from '../../activities/trials/evaluate-trials.js';
import { createScoreTrials } from '../../activities/trials/score-trials.js';
import type { SearchActivities } from '../../contracts/search/search-activities.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import type { Axis } from '../../optimizers/axis.js';
import { axes } from '../../activities/axes/index.js';
import { memoryWarning } from './memory.js';
import type { ProcessResources } from './process-resources.js';
import { backendOf, registry } from '../../activities/paradigms/index.js';
import { RELEASE } from './release.js';
import { Matrices } from '../../training/fit/matrices.js';
import { createTrialPreparer } from '../../training/trial/prepare-trial.js';
import { ExpectedSeconds } from '../../training/trial/expected-seconds.js';
import { estimatorOf, workEstimatorOf } from '../../training/trial/refusal.js';
import { createTrialRunner } from '../../training/trial/train-trial.js';

/** Activities by their type name. */
export type Activities = Record<string, (argument: never) => Promise<unknown>>;

/** An axis that a worker serves, with the URL of the file that defines it; null if its steps do not run in a thread. */
export interface ModuleAxis {
  axis: Axis;
  module: string | null;
}

/** The activities of the search worker, which read data and write results. */
export function searchActivities({ project, dataPool, reportPool }: ProcessResources): SearchActivities & Activities {
  const { store, settings, root } = project;
  const declared = axes.map(({ declaration }) => declaration);
  return {
    describeQueue,
    profileDataset: createProfileDataset({ store, pool: dataPool, registry, axes: declared, settings, base: root }),
    planSearch: createPlanSearch({ store, registry, axes: declared, settings }),
    writeStepTrials: createWriteStepTrials(store),
    acceptStep: createAcceptStep(store),
    recordStep: createRecordStep(store),
    recordState: createRecordState(store),
    writeReport: createWriteReport(store, reportPool),
  };
}

/** The activities that evaluate trials and train the delivered model. */
export function trialActivities(tools: ProcessResources): Activities {
  const { store } = tools.project;
  const warning = memoryWarning(tools.project.settings.trials.trialMemoryMb);
  if (warning !== null) console.warn(warning);
  const { trialTools } = tools;
  const { pool } = trialTools;
  const load = createSearchLoader(store, pool);
  const matrices = new Matrices(store, pool);
  const estimateBytes = estimatorOf(registry);
  const runTrial = createTrialRunner({ store, ...trialTools, estimateBytes });
  const expected = new ExpectedSeconds(workEstimatorOf(registry));
  const prepareTrial = createTrialPreparer({ store, matrices, estimateBytes });
  return {
    evaluateTrials: createEvaluateTrials({ store, load, runTrial, expected, prepareTrial, backendOf }),
    scoreTrials: createScoreTrials({ store, load, pool }),
    ...createModelActivities({ store, load, ...trialTools, matrices, estimateBytes, release: RELEASE }),
  };
}

/** The activities of axes: the common one for descriptions, and one for each axis. */
export function axisActivities(
  tools: ProcessResources,
  served: readonly ModuleAxis[],
  build: ModuleBuild,
): Activities[] {
  const { artifacts } = tools.project.store;
  const own = served.map(({ axis, module }) => {
    const run = module === null ? undefined : tools.runAxis(module);
    return { [axis.declaration.activity]: createAxisActivity(axis, artifacts, tools.stepReader, run) };
  });
  return [
    {
      describeAxis: createDescribeAxis(
        served.map(({ axis }) => axis),
        build,
      ),
    },
    ...own,
  ];
}

/** The activities of paradigms that have a queue of their own. */
export function paradigmActivities(
  tools: ProcessResources,
  served: readonly ServedParadigm[],
  build: ModuleBuild,
): Activities {
  return { ...createParadigmActivities(served, tools.servingTools, build) };
}
