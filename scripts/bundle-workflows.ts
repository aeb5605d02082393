import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Bundles the built workflows, so that workers start from one file instead of bundling at every start. */
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../workflows/index.js', import.meta.url)),
  payloadConverterPath: fileURLToPath(new URL('../workers/plugin/payload-converter.cjs', import.meta.url)),
  logger: { ...console, log: () => undefined, trace: () => undefined, debug: () => undefined, info: () => undefined },
});
await writeFile(new URL('../workflows/bundle.js', import.meta.url), code);
