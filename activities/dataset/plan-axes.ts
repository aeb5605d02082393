import type { AxisDeclaration } from '../../contracts/axis.js';
import { UserError } from '../../contracts/errors.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import type { AxisPlan, SearchPlan } from '../../contracts/search-plan.js';
import type { Strategy } from '../../contracts/strategy.js';
import { axisSettingsSchema, type ProjectSettings } from '../../contracts/settings.js';

export interface PlannedAxes {
  /** The axes that step, in their order: what each declares, with what temporal.yaml sets. */
  stepping: AxisPlan[];
  /** The axes whose parts of a candidate are searched. */
  searched: string[];
}

/**
 * The axes of a search. The joint strategy steps those that vary whole candidates, which then keep to the parts that
 * are searched; the others step the axes of these parts themselves. An axis that has nothing to vary for any of the
 * paradigms is left out, unless it is all that was asked for.
 *
 * @throws UserError for an axis that nobody declares.
 */
export function planAxes(
  declared: readonly AxisDeclaration[],
  settings: ProjectSettings,
  strategy: Strategy,
  wanted: readonly string[] | undefined,
  paradigms: readonly ParadigmDescription[],
): PlannedAxes {
  const known = declared.filter(({ varies }) => varies === 'part').map(({ name }) => name);
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `axes: ${unknown} is not an axis; there are ${known.join(', ')}`);
  }
  const asked = declared.filter(({ name, varies }) => varies === 'part' && (wanted?.includes(name) ?? true));
  const fitting = asked.filter(({ requires }) => requires === null || paradigms.some((one) => one[requires] !== null));
  const searched = fitting.length > 0 ? fitting : asked;
  const stepping = strategy === 'joint' ? declared.filter(({ varies }) => varies === 'whole') : searched;
  return { searched: searched.map(({ name }) => name), stepping: inOrder(stepping, settings) };
}

function inOrder(axes: readonly AxisDeclaration[], settings: ProjectSettings): AxisPlan[] {
  return axes
    .map((axis) => ({ axis, own: settings.axes[axis.name] ?? axisSettingsSchema.parse({}) }))
    .sort((a, b) => (a.own.order ?? a.axis.order) - (b.own.order ?? b.axis.order))
    .map(({ axis, own }) => ({
      name: axis.name,
      activity: axis.activity,
      share: own.share ?? axis.share,
      team: own.team ?? null,
      route: { queue: axisQueue(axis.name, settings), timeoutSeconds: own.timeoutSeconds, ...own.retry },
    }));
}

/** The task queue of an axis. */
export function axisQueue(axis: string, settings: ProjectSettings): string {
  return settings.axes[axis]?.queue ?? `axis-${axis}`;
}

/** How trials are called. */
export function planTrials({ trials }: ProjectSettings): SearchPlan['trials'] {
  const { queue, retry, batches, heartbeatSeconds, trialSeconds } = trials;
  // A batch's limit only catches what heartbeats and the trials' own limits do not.
  return { route: { queue, timeoutSeconds: 24 * 3600, ...retry }, batches, heartbeatSeconds, trialSeconds };
}
