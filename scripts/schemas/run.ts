import { CONTRACTS } from './catalogue.js';
import { checkSchemas, writeSchemas } from './check.js';
import { FOLDER } from './files.js';
import { generateSchemas } from './generate.js';
import { readSources } from './sources.js';

/**
 * The JSON Schemas of the contracts, for modules in other languages: `npm run schemas` writes them, `npm run lint`
 * (with `--check`) says where they are not those of now or were changed incompatibly.
 */
const root = process.cwd();
const wanted = { root, generated: generateSchemas(await readSources(root)), contracts: CONTRACTS };
if (process.argv.includes('--check')) {
  const { problems, notes } = await checkSchemas(wanted);
  for (const note of notes) console.log(note);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} else {
  const problems = await writeSchemas(wanted);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`${FOLDER} is written.`);
}
