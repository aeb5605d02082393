/** The workflows, by their type names: the one file that is bundled for workers. */
export { compareStrategies } from './compare-strategies.js';
export { jointSearch, pseudoJointSearch, sequentialSearch } from './strategies.js';
