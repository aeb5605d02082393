import { boosting } from './boosting/index.js';
import { extraTrees } from './extra-trees/index.js';
import { linear } from './linear/index.js';
import { naiveBayes } from './naive-bayes/index.js';
import { nearestNeighbours } from './nearest-neighbours/index.js';
import { neuralNetwork } from './neural-network/index.js';
import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';
import { randomForest } from './random-forest/index.js';
import { tree } from './tree/index.js';
import type { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';

/** The paradigms of this release, by id. */
export const registry: ParadigmRegistry & Record<(typeof BUILT_IN_PARADIGMS)[number], unknown> = {
  'naive-bayes': naiveBayes,
  linear,
  'nearest-neighbours': nearestNeighbours,
  tree,
  'random-forest': randomForest,
  'extra-trees': extraTrees,
  boosting,
  'neural-network': neuralNetwork,
};

/** The numeric backend of a paradigm; `js` for those that are plain TypeScript. */
export async function backendOf(paradigm: string): Promise<string> {
  return (await registry[paradigm]?.backend?.()) ?? 'js';
}

/** For the threads that train those of them that are served on their own queue. */
export default registry;
