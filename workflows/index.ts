/** The workflows, by their type names: the one file that is bundled for workers. */
export { callActivity } from './call-activity.js';
export { compareStrategies } from './compare-strategies.js';
export { predictRemotely } from './predict-remotely.js';
export { jointSearch, pseudoJointSearch, sequentialSearch } from './strategies.js';
