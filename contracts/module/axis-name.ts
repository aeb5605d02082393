import { z } from 'zod';

export const axisNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'an axis is named in lower case with dashes');
export type AxisName = z.infer<typeof axisNameSchema>;

/** The parts of a candidate that can be searched, by the axis that varies each. */
export const PART_AXES = ['paradigm', 'features', 'transforms', 'architecture', 'hyperparameters'] as const;

/** Those, and the axes that vary whole candidates. */
export const BUILT_IN_AXES = [...PART_AXES, 'joint'] as const;
