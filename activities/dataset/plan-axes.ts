import type { AxisDeclaration, AxisDescription } from '../../contracts/module/axis.js';
import { UserError } from '../../contracts/errors.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { ActivityRoute, AxisAddress, AxisPlan, SearchPlan } from '../../contracts/search/search-plan.js';
import type { Strategy } from '../../contracts/search/strategy.js';
import { axisSettingsSchema, type AxisSettings, type ProjectSettings } from '../../contracts/search/settings.js';

/** The declarations of the axes of this release. */
type BuiltIn = readonly AxisDeclaration[];

/** An axis with its description. */
export interface DescribedAxis {
  address: AxisAddress;
  description: AxisDescription;
}

/**
 * The axes that a search may use, to be asked for their descriptions. The joint strategy uses those that vary whole
 * candidates; the others use those of parts, from this release and temporal.yaml. A built-in axis that has nothing to
 * vary is left out, unless no other axis was requested.
 *
 * @param architecture whether there may be a paradigm with an architecture
 * @throws UserError for an unknown axis.
 */
export function axesToAsk(
  builtIn: BuiltIn,
  settings: ProjectSettings,
  strategy: Strategy,
  wanted: readonly string[] | undefined,
  architecture: boolean,
): AxisAddress[] {
  const known = partNames(builtIn, settings);
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `axes: ${unknown} is not an axis; there are ${known.join(', ')}`);
  }
  if (strategy === 'joint') {
    return builtIn.filter(({ varies }) => varies === 'whole').map(({ name }) => addressOf(name, settings));
  }
  const asked = known.filter((name) => wanted?.includes(name) ?? true);
  const idle = builtIn.filter(({ requires }) => requires === 'architecture' && !architecture).map(({ name }) => name);
  const fitting = asked.filter((name) => !idle.includes(name));
  return (fitting.length > 0 ? fitting : asked).map((name) => addressOf(name, settings));
}

/** The axes of parts: those of this release, then those that are only in temporal.yaml. */
function partNames(builtIn: BuiltIn, { axes }: ProjectSettings): string[] {
  const others = Object.keys(axes).filter((name) => !builtIn.some((axis) => axis.name === name));
  return [...builtIn.filter(({ varies }) => varies === 'part').map(({ name }) => name), ...others];
}

function addressOf(name: string, settings: ProjectSettings): AxisAddress {
  const { team = null, contact = null, timeoutSeconds, retry } = settingsOf(name, settings);
  const route = { queue: axisQueue(name, settings), timeoutSeconds, ...retry, ...patienceOf(settings) };
  return { name, team, contact, route };
}

/** As a part of a route: absent if temporal.yaml does not set it. */
export function patienceOf({ patience }: ProjectSettings): Pick<ActivityRoute, 'patience'> {
  return patience === undefined ? {} : { patience };
}

function settingsOf(axis: string, { axes }: ProjectSettings): AxisSettings {
  return axes[axis] ?? axisSettingsSchema.parse({});
}

export interface PlannedAxes {
  /** The axes that step, in their order: their declarations with the overrides of temporal.yaml. */
  stepping: AxisPlan[];
  /** The axes whose parts of a candidate are searched. */
  searched: string[];
}

/**
 * The axes of a search, from their descriptions. Those of the joint strategy vary only the parts that are searched; the
 * other strategies step the axes of these parts. An axis that has nothing to vary for any of the paradigms is left out,
 * unless no other axis was requested.
 *
 * @throws UserError if none is left.
 */
export function planAxes(
  builtIn: BuiltIn,
  described: readonly DescribedAxis[],
  settings: ProjectSettings,
  strategy: Strategy,
  wanted: readonly string[] | undefined,
  paradigms: readonly ParadigmDescription[],
): PlannedAxes {
  const varies = strategy === 'joint' ? 'whole' : 'part';
  const able = described.filter(({ description }) => description.declaration.varies === varies);
  if (able.length === 0) throw new UserError('InvalidInput', 'axes: no axis is left to search');
  const parts =
    strategy === 'joint' ? builtInParts(builtIn, wanted) : able.map(({ description }) => description.declaration);
  const fitting = parts.filter(({ requires }) => requires === null || paradigms.some((one) => one[requires] !== null));
  const searched = (fitting.length > 0 ? fitting : parts).map(({ name }) => name);
  const stepping = strategy === 'joint' ? able : able.filter(({ address }) => searched.includes(address.name));
  return { searched, stepping: inOrder(stepping, settings) };
}

function builtInParts(builtIn: BuiltIn, wanted: readonly string[] | undefined): AxisDeclaration[] {
  return builtIn.filter(({ name, varies }) => varies === 'part' && (wanted?.includes(name) ?? true));
}

function inOrder(axes: readonly DescribedAxis[], settings: ProjectSettings): AxisPlan[] {
  return axes
    .map((axis) => ({ ...axis, own: settingsOf(axis.address.name, settings) }))
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map(({ address, description, own }) => ({
      ...address,
      route: routeTo(address.route, description, own.version?.running),
      activity: description.declaration.activity,
      share: own.share ?? description.declaration.share,
      importances: description.declaration.importances,
      build: description.build,
    }));
}

function orderOf({ description, own }: DescribedAxis & { own: AxisSettings }): number {
  return own.order ?? description.declaration.order;
}

/** The task queue on which a search calls a module: that of all its builds, or that of the build which answered. */
export function routeTo(
  route: ActivityRoute,
  { pinnedQueue }: Pick<AxisDescription, 'pinnedQueue'>,
  running: 'pinned' | 'moves' | undefined,
): ActivityRoute {
  return running === 'pinned' && pinnedQueue !== null ? { ...route, queue: pinnedQueue } : route;
}

/** The task queue of an axis. */
export function axisQueue(axis: string, { axes }: Pick<ProjectSettings, 'axes'>): string {
  return axes[axis]?.queue ?? `axis-${axis}`;
}

/** How trials are called. */
export function planTrials(settings: ProjectSettings): SearchPlan['trials'] {
  const { queue, retry, batches, heartbeatSeconds, trialSeconds, trialMemoryMb } = settings.trials;
  // A batch's time limit is only a fallback for heartbeats and the trials' own limits.
  const route = { queue, timeoutSeconds: 24 * 3600, ...retry, ...patienceOf(settings) };
  return { route, batches, heartbeatSeconds, trialSeconds, trialMemoryMb };
}
