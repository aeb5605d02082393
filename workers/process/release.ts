import { createRequire } from 'node:module';

/** The version of this release, as models and reports name it. */
export const RELEASE = (createRequire(import.meta.url)('coaxial/package.json') as { version: string }).version;
