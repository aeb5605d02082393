import type { z } from 'zod';
import * as axis from '../../contracts/module/axis.js';
import { searchContextSchema } from '../../contracts/module/context.js';
import * as paradigm from '../../contracts/module/fit-predict.js';
import type { ContractRange } from '../../contracts/module/module.js';

/**
 * Who writes what a schema describes, and who reads it. `request`: the core writes, modules read. `reply`: modules
 * write, the core reads. `state`: one build of an axis writes, the next one reads.
 */
export type Direction = 'request' | 'reply' | 'state';

/** What a message is for, which says how it may change. */
export interface MessageRole {
  /** Of its file, without `.json`. */
  name: string;
  direction: Exclude<Direction, 'state'>;
  /** Contract versions are agreed on by it: it must stay readable across them. */
  negotiates?: true;
}

export interface ContractRoles {
  name: 'axis' | 'paradigm';
  version: number;
  /** The versions that this release speaks. */
  spoken: ContractRange;
  /** What to raise for another version, and where. */
  raise: string;
  messages: readonly MessageRole[];
}

interface Message extends MessageRole {
  schema: z.ZodType;
}

export interface Contract extends ContractRoles {
  messages: readonly Message[];
}

export interface AxisState {
  axis: string;
  /** With a `version`, a literal. */
  schema: z.ZodType;
}

export const CONTRACTS: readonly Contract[] = [
  {
    name: 'axis',
    version: axis.AXIS_CONTRACT,
    spoken: axis.AXIS_CONTRACTS,
    raise: 'AXIS_CONTRACT (contracts/module/axis.ts)',
    messages: [
      {
        name: 'describe-axis-request',
        direction: 'request',
        schema: axis.describeAxisRequestSchema,
        negotiates: true,
      },
      { name: 'describe-axis-reply', direction: 'reply', schema: axis.axisDescriptionSchema, negotiates: true },
      { name: 'advance-request', direction: 'request', schema: axis.advanceRequestSchema },
      { name: 'search-context', direction: 'request', schema: searchContextSchema },
      { name: 'step-trials', direction: 'request', schema: axis.stepTrialsSchema },
      { name: 'advance-answer', direction: 'reply', schema: axis.advanceAnswerSchema },
    ],
  },
  {
    name: 'paradigm',
    version: paradigm.PARADIGM_CONTRACT,
    spoken: paradigm.PARADIGM_CONTRACTS,
    raise: 'PARADIGM_CONTRACT (contracts/module/fit-predict.ts)',
    messages: [
      {
        name: 'describe-paradigm-request',
        direction: 'request',
        schema: paradigm.describeParadigmRequestSchema,
        negotiates: true,
      },
      {
        name: 'describe-paradigm-reply',
        direction: 'reply',
        schema: paradigm.describeParadigmReplySchema,
        negotiates: true,
      },
      { name: 'fit-predict-request', direction: 'request', schema: paradigm.fitPredictRequestSchema },
      { name: 'fit-predict-reply', direction: 'reply', schema: paradigm.fitPredictReplySchema },
      { name: 'predict-request', direction: 'request', schema: paradigm.predictRequestSchema },
      { name: 'predict-reply', direction: 'reply', schema: paradigm.predictReplySchema },
    ],
  },
];
