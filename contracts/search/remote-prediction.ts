import { z } from 'zod';
import { predictRequestSchema } from '../module/fit-predict.js';
import { paradigmAddressSchema } from './search-plan.js';

/** Type of the workflow that asks the team which serves a model's paradigm for predictions. */
export const PREDICT_REMOTELY = 'predictRemotely';

/** Its argument. Its result is a PredictReply. */
export const remotePredictionSchema = z.strictObject({
  /** Whom to ask, and how. */
  paradigm: paradigmAddressSchema,
  request: predictRequestSchema,
});
export type RemotePrediction = z.infer<typeof remotePredictionSchema>;
