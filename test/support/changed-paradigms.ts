import { linear } from '../../activities/paradigms/linear/index.js';
import type { FitPredictReply, FitPredictRequest, FitReply } from '../../contracts/module/fit-predict.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { decodePredictions, encodePredictions } from '../../learning/arrays/arrow.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import {
  paradigmChecks,
  paradigmInProcess,
  type ParadigmCheckOptions,
  type ParadigmUnderTest,
} from '../../kit/index.js';

type Completed = Extract<FitReply, { status: 'completed' }>;

export const good = (): ParadigmUnderTest => paradigmInProcess(linear, 'linear');

/** The good paradigm, changed itself. */
export const being = (change: Partial<Paradigm>): ParadigmUnderTest =>
  paradigmInProcess({ ...linear, ...change }, 'linear');

export const describing = (change: (description: ParadigmDescription) => object | null): ParadigmUnderTest =>
  being({ describe: (shape) => change(linear.describe(shape)!) as ParadigmDescription | null });

/** The good paradigm, its answers changed on their way. */
export const answering = (change: (module: ParadigmUnderTest) => Partial<ParadigmUnderTest>): ParadigmUnderTest => {
  const module = good();
  return { ...module, ...change(module) };
};

/** The same of completed fits. */
export const fitting = (
  change: (fit: Completed, request: FitPredictRequest, i: number, module: ParadigmUnderTest) => object,
): ParadigmUnderTest =>
  answering((module) => ({
    fitPredict: async (argument, signal) => {
      const request = argument as FitPredictRequest;
      const reply = (await module.fitPredict(argument, signal)) as FitPredictReply;
      const fits = reply.fits.map(async (fit, i) =>
        fit.status === 'completed' ? { ...fit, ...(await Promise.resolve(change(fit, request, i, module))) } : fit,
      );
      return { ...reply, fits: await Promise.all(fits) };
    },
  }));

/** The same of their predictions. */
export const predicting = (change: (values: Float64Array, classes: number) => Float64Array): ParadigmUnderTest =>
  fitting(async ({ predictions }, { classes }, _i, { artifacts }) => {
    if (predictions === null) return {};
    const rows = await rowsIn(artifacts, predictions, classes);
    const values = decodePredictions(await artifacts.get(predictions), { rows, classes });
    return { predictions: await artifacts.put(encodePredictions(change(values, classes), classes)) };
  });

/** Rows of an answer: the kit's own problems have different numbers of them. */
async function rowsIn(artifacts: ParadigmUnderTest['artifacts'], ref: string, classes: number): Promise<number> {
  const bytes = await artifacts.get(ref);
  for (const rows of [80, 10]) {
    try {
      return decodePredictions(bytes, { rows, classes }).length / Math.max(1, classes);
    } catch {
      continue;
    }
  }
  throw new Error('of no known size');
}

/** Runs the one check whose name begins so. */
export function running(module: ParadigmUnderTest, name: string, options: ParadigmCheckOptions = {}): Promise<void> {
  const found = paradigmChecks(options).filter((check) => check.name.startsWith(name));
  if (found.length === 0) throw new Error(`there is no check ${name}`);
  return found[0].run(module);
}

export const LEARNS = 'learns better than guessing every task';
