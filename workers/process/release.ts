import { createRequire } from 'node:module';

/** The version of this release, for models and reports. */
export const RELEASE = (createRequire(import.meta.url)('coaxial/package.json') as { version: string }).version;
