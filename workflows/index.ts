/** The workflows, by their type names: the one file that is bundled for workers. */
export { sequentialSearch } from './sequential-search.js';
