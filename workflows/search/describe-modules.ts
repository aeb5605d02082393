import type { PlanRequest, ProfileReply } from '../../contracts/search/search-activities.js';
import { axisDescriptionSchema, AXIS_CONTRACTS } from '../../contracts/module/axis.js';
import { describeParadigmReplySchema, PARADIGM_CONTRACTS } from '../../contracts/module/fit-predict.js';
import { issuesText } from '../../contracts/issues.js';
import { commonContract, leftOutText, type ContractRange } from '../../contracts/module/module.js';
import type { AxisAddress, ParadigmAddress } from '../../contracts/search/search-plan.js';
import type { z } from 'zod';
import { describeAxis, describeParadigm } from './activities.js';
import { callModule, type Answer } from './call-module.js';
import { BadAnswer } from './module-failures.js';
import type { CallContext } from './call-module.js';
import type { Module } from '../policy/troubles.js';

/** Gets the descriptions of all modules of a search in parallel. */
export async function describeModules(
  { axes, paradigms, shape }: Pick<ProfileReply, 'axes' | 'paradigms' | 'shape'>,
  callContext: CallContext,
): Promise<Pick<PlanRequest, 'axes' | 'paradigms' | 'leftOut'>> {
  const [axisAnswers, paradigmAnswers] = await Promise.all([
    Promise.all(axes.map((address) => callModule(axisModule(address), callContext, askAxis(address)))),
    Promise.all(
      paradigms.map((address) => callModule(paradigmModule(address), callContext, askParadigm(address, shape))),
    ),
  ]);
  return {
    axes: described(axes, axisAnswers),
    paradigms: described(paradigms, paradigmAnswers),
    leftOut: [...axisAnswers, ...paradigmAnswers].flatMap((answer) =>
      'leftOut' in answer ? [leftOutText(answer.leftOut)] : [],
    ),
  };
}

/** Those that answered, with their descriptions. */
function described<Address, Description>(
  addresses: readonly Address[],
  answers: readonly Answer<Description>[],
): { address: Address; description: Description }[] {
  return answers.flatMap((answer, i) =>
    'reply' in answer ? [{ address: addresses[i], description: answer.reply }] : [],
  );
}

export function axisModule({ name, team, contact, route }: AxisAddress): Module {
  return { kind: 'axis', name, team, contact, route };
}

export function paradigmModule({ id, team, contact, route }: ParadigmAddress): Module {
  return { kind: 'paradigm', name: id, team, contact, route };
}

const summaryOf = (name: string): string => `what is ${name}?`;

function askAxis({ name, route }: AxisAddress) {
  return async (scheduleToStartSeconds: number) => {
    const request = { axis: name, contracts: AXIS_CONTRACTS };
    const reply = await describeAxis(route, request, { scheduleToStartSeconds, summary: summaryOf(name) });
    const description = parse(axisDescriptionSchema, reply, AXIS_CONTRACTS);
    if (description.declaration.name === name) return description;
    throw new BadAnswer(`it says that it is axis ${description.declaration.name}`);
  };
}

function askParadigm({ id, route }: ParadigmAddress, shape: ProfileReply['shape']) {
  return async (scheduleToStartSeconds: number) => {
    const request = { paradigm: id, contracts: PARADIGM_CONTRACTS, shape };
    const reply = await describeParadigm(route, { scheduleToStartSeconds, summary: summaryOf(id) })(request);
    const described = parse(describeParadigmReplySchema, reply, PARADIGM_CONTRACTS);
    if (described.description === null || described.description.id === id) return described;
    throw new BadAnswer(`it says that it is paradigm ${described.description.id}`);
  };
}

/** For a module of another contract the message is about its version, whatever else is wrong. */
function parse<Schema extends z.ZodType<{ contracts: ContractRange }>>(
  schema: Schema,
  reply: { contracts?: Partial<ContractRange> },
  own: ContractRange,
): z.output<Schema> {
  const { from, to } = reply.contracts ?? {};
  if (typeof from === 'number' && typeof to === 'number' && commonContract({ from, to }, own) === null) {
    throw new BadAnswer(`it speaks versions ${from} to ${to} of the contract, this release ${own.from} to ${own.to}`);
  }
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new BadAnswer(`what it says of itself does not have the contract's form: ${issuesText(parsed.error)}`);
}
