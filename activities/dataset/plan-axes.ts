import type { AxisDeclaration } from '../../contracts/axis.js';
import { UserError } from '../../contracts/errors.js';
import type { AxisPlan, SearchPlan } from '../../contracts/search.js';
import { axisSettingsSchema, type ProjectSettings } from '../../contracts/settings.js';

/** Largest part of a budget in time that one trial may take. */
const TRIAL_SHARE = 0.25;

/**
 * The axes of a search in the order of their steps: what each declares, with what temporal.yaml sets.
 *
 * @throws UserError for an axis that nobody declares.
 */
export function planAxes(
  declared: readonly AxisDeclaration[],
  settings: ProjectSettings,
  wanted: readonly string[] | undefined,
): AxisPlan[] {
  const known = declared.map(({ name }) => name);
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `axes: ${unknown} is not an axis; there are ${known.join(', ')}`);
  }
  return declared
    .filter(({ name }) => wanted?.includes(name) ?? true)
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

/** How trials are called; with a budget in time, no trial may eat it up alone. */
export function planTrials({ trials }: ProjectSettings, maxSeconds: number | null): SearchPlan['trials'] {
  const { queue, retry, batches, heartbeatSeconds } = trials;
  const trialSeconds = Math.min(
    trials.trialSeconds,
    maxSeconds === null ? Infinity : Math.max(1, TRIAL_SHARE * maxSeconds),
  );
  // A batch's limit only catches what heartbeats and the trials' own limits do not.
  return { route: { queue, timeoutSeconds: 24 * 3600, ...retry }, batches, heartbeatSeconds, trialSeconds };
}
