import { z } from 'zod';

export const activationSchema = z.enum(['relu', 'gelu', 'swish', 'tanh', 'elu']);

/** One hidden layer: dense, then normalisation, activation and dropout. */
export const layerSchema = z.strictObject({
  units: z.int().min(1).max(1024),
  activation: activationSchema,
  batchNorm: z.boolean(),
  /** Share of units dropped in training. */
  dropout: z.number().min(0).max(0.9),
  /** Add the layer's input to its output (projected by a dense layer where their widths differ). */
  skip: z.boolean(),
});
export type Layer = z.infer<typeof layerSchema>;

/** A feed-forward network: its hidden layers from input to output. The output layer follows from the task. */
export const architectureSchema = z.strictObject({ layers: z.array(layerSchema).min(1).max(8) });
export type Architecture = z.infer<typeof architectureSchema>;

/** The architectures that a paradigm allows. */
export const architectureSpaceSchema = z.strictObject({
  layers: z.strictObject({ min: z.int().min(1), max: z.int().max(8) }),
  units: z.strictObject({ min: z.int().min(1), max: z.int().max(1024) }),
  activations: z.array(activationSchema).min(1),
  dropout: z.strictObject({ min: z.number().min(0), max: z.number().max(0.9) }),
  default: architectureSchema,
});
export type ArchitectureSpace = z.infer<typeof architectureSpaceSchema>;
