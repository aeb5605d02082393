import { z } from 'zod';
import { predictRequestSchema } from '../module/fit-predict.js';
import { paradigmAddressSchema } from './search-plan.js';

/** Type of the workflow that gets predictions from the team that serves a model's paradigm. */
export const PREDICT_REMOTELY = 'predictRemotely';

/** Its argument. Its result is a PredictReply. */
export const remotePredictionSchema = z.strictObject({
  /** The team's queue, and how it is called. */
  paradigm: paradigmAddressSchema,
  request: predictRequestSchema,
});
export type RemotePrediction = z.infer<typeof remotePredictionSchema>;
