import { z } from 'zod';

/** Content address of something in the store: `sha256:` and 64 hexadecimal digits of its bytes. */
export const artifactRefSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'a reference looks like sha256:<64 hex digits>');
export type ArtifactRef = z.infer<typeof artifactRefSchema>;
