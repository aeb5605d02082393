import type { z } from 'zod';
import {
  axisDeclarationSchema,
  type AdvanceInput,
  type AdvanceOutput,
  type AxisDeclaration,
} from '../contracts/module/axis.js';
import { issuesText } from '../contracts/issues.js';
import { canonicalJson, type Json } from '../contracts/json.js';
import type { Axis } from './axis.js';
import { parseState } from './parse-state.js';

/** The input of a step, with the state typed by the axis's schema. */
export type TypedAdvanceInput<State> = Omit<AdvanceInput, 'state'> & { state: State };

/** The result of a step. */
export type TypedAdvanceOutput<State> = Omit<AdvanceOutput, 'state' | 'converged' | 'choice'> & {
  state: State;
  /** False by default. */
  converged?: boolean;
  /** None by default. */
  choice?: AdvanceOutput['choice'];
};

type Defaults = Pick<AxisDeclaration, 'varies' | 'requires' | 'importances'>;

/** What `defineAxis` takes: the axis's declaration (`name`, `activity`, `order`, `share`, …), its state and its step. */
export interface AxisDefinition<StateSchema extends z.ZodType>
  extends Omit<AxisDeclaration, keyof Defaults>, Partial<Defaults> {
  /** Schema of the state kept from step to step, as JSON: arrays and plain objects, no Map and no NaN. */
  state: StateSchema;
  /** Its state before the first step. */
  first: (input: Omit<AdvanceInput, 'state'>) => z.output<StateSchema>;
  /** `import.meta.url` of the file whose default export the axis is, so that its steps run in a thread. */
  module?: string;
  /** Pure: no clock, no files, no randomness except the input's seed. */
  advance: (input: TypedAdvanceInput<z.output<StateSchema>>) => TypedAdvanceOutput<z.output<StateSchema>>;
}

/** An axis with the URL of the file that defines it, if given. */
export interface DefinedAxis extends Axis {
  readonly module?: string;
}

/**
 * An axis with a typed state.
 *
 * @throws Error if the definition is invalid; `advance` throws an Error if the given or the new state does not fit the
 *   schema
 */
export function defineAxis<StateSchema extends z.ZodType>(definition: AxisDefinition<StateSchema>): DefinedAxis {
  const { state: schema, first, module, advance, ...declared } = definition;
  const declaration = declarationOf(declared);
  const { name } = declaration;
  return {
    declaration,
    ...(module !== undefined && { module }),
    advance(input) {
      const state = input.state === null ? first(input) : parseState(name, schema, input.state);
      const output = advance({ ...input, state });
      return { converged: false, choice: null, ...output, state: stateAsJson(name, schema, output.state) };
    },
  };
}

function declarationOf(declared: Omit<AxisDeclaration, keyof Defaults> & Partial<Defaults>): AxisDeclaration {
  const defaults: Defaults = { varies: 'part', requires: null, importances: 'none' };
  const parsed = axisDeclarationSchema.safeParse({ ...defaults, ...declared });
  if (!parsed.success) throw new Error(`defineAxis(${declared.name}): ${issuesText(parsed.error)}`);
  return parsed.data;
}

/** The state as it will be read: values that JSON cannot represent are refused here instead of being lost. */
function stateAsJson(name: string, schema: z.ZodType, state: unknown): Json {
  let text: string;
  try {
    text = canonicalJson(state);
  } catch (error) {
    throw new Error(`axis ${name} cannot write its state: ${(error as Error).message}`);
  }
  const json = JSON.parse(text) as Json;
  const again = schema.safeParse(json);
  if (!again.success) {
    throw new Error(`axis ${name} cannot read again its state: ${issuesText(again.error, 'state')}`);
  }
  return json;
}
