import type { DescribeParadigmReply } from '../../contracts/module/fit-predict.js';
import { leftOutText } from '../../contracts/module/module.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { ParadigmAddress, ParadigmPlan } from '../../contracts/search/search-plan.js';
import { UserError } from '../../contracts/errors.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { ProblemShape } from '../../contracts/task.js';
import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';
import { patienceOf, routeTo } from './plan-axes.js';

/** A paradigm with a queue of its own, with its description. */
export interface DescribedParadigm {
  address: ParadigmAddress;
  description: DescribeParadigmReply;
}

/** The paradigms of a search: those that trial workers train, and those that their teams serve. */
export interface SplitParadigms {
  here: string[];
  served: ParadigmAddress[];
}

/** @throws UserError for an unknown one */
export function splitParadigms(
  registry: ParadigmRegistry,
  settings: ProjectSettings,
  wanted: readonly string[] | undefined,
): SplitParadigms {
  const served = Object.entries(settings.paradigms).flatMap(([id, own]) => (own?.queue === undefined ? [] : [id]));
  const here = Object.keys(registry).filter((id) => !served.includes(id));
  const known = [...here, ...served];
  const unknown = wanted?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `paradigms: ${unknown} is not a paradigm; there are ${known.join(', ')}`);
  }
  const asked = (id: string): boolean => wanted?.includes(id) ?? true;
  return { here: here.filter(asked), served: served.filter(asked).map((id) => addressOf(id, settings)) };
}

function addressOf(id: string, settings: ProjectSettings): ParadigmAddress {
  const { team = null, contact = null, queue, timeoutSeconds, retry } = settings.paradigms[id]!;
  return { id, team, contact, route: { queue: queue!, timeoutSeconds, ...retry, ...patienceOf(settings) } };
}

/**
 * The paradigms to search, as they describe themselves for this problem, cheapest first.
 *
 * @throws UserError if none applies.
 */
export function describeParadigms(
  registry: ParadigmRegistry,
  here: readonly string[],
  served: readonly DescribedParadigm[],
  shape: ProblemShape,
): ParadigmDescription[] {
  const described = [
    ...here.flatMap((id) => registry[id].describe(shape) ?? []),
    ...served.flatMap(({ description: { description, backend } }) =>
      description === null ? [] : { ...description, served: { backend } },
    ),
  ];
  if (described.length === 0) {
    const all = [...here, ...served.map(({ address }) => address.id)];
    throw new UserError('InvalidInput', `paradigms: none of ${all.join(', ')} applies to a ${shape.task} task`);
  }
  return described.sort((a, b) => a.defaultWork - b.defaultWork);
}

/** Warnings about requested paradigms that do not apply to the task. */
export function inapplicableTexts(
  named: readonly string[] | undefined,
  here: readonly string[],
  served: readonly DescribedParadigm[],
  described: readonly ParadigmDescription[],
  { task }: ProblemShape,
): string[] {
  const asked = [...here, ...served.map(({ address }) => address.id)];
  return asked
    .filter((id) => named?.includes(id) && !described.some((one) => one.id === id))
    .map((id) => leftOutText(`paradigm ${id} does not apply to a ${task} task`));
}

/** The routes of paradigms that their teams serve. */
export function planServed(served: readonly DescribedParadigm[], settings: ProjectSettings): ParadigmPlan[] {
  return served
    .filter(({ description }) => description.description !== null)
    .map(({ address, description }) => ({
      ...address,
      route: routeTo(address.route, description, settings.paradigms[address.id]?.version?.running ?? 'pinned'),
      queue: address.route.queue,
      build: description.build,
    }));
}
