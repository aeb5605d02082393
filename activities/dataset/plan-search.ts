import type { PlanReply, PlanRequest } from '../../contracts/search/search-activities.js';
import type { AxisDeclaration } from '../../contracts/module/axis.js';
import { searchContextSchema, type SearchContext } from '../../contracts/module/context.js';
import { UserError } from '../../contracts/errors.js';
import { issuesText } from '../../contracts/issues.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { DEFAULT_MAX_SECONDS, searchInputSchema, type ParsedSearchInput } from '../../contracts/search/search-input.js';
import type { SearchPlan } from '../../contracts/search/search-plan.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { Store } from '../../storage/store.js';
import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';
import { withUserErrors } from '../runtime/errors.js';
import { planAxes, planTrials, type PlannedAxes } from './plan-axes.js';
import { describeParadigms, inapplicableTexts, planServed, splitParadigms } from './plan-paradigms.js';
import { resolveMetric, shapeOf } from './problem-shape.js';
import type { ProfiledData } from './profile-dataset.js';
import { warmStartOf } from './warm-start.js';

export interface PlanDependencies {
  store: Store;
  registry: ParadigmRegistry;
  /** The axes that come with this release. */
  axes: readonly AxisDeclaration[];
  settings: ProjectSettings;
}

/** The activity `planSearch`: a search's plan and context, from its data and the descriptions of its modules. */
export function createPlanSearch(deps: PlanDependencies) {
  return function planSearch(request: PlanRequest): Promise<PlanReply> {
    return withUserErrors(async () => {
      const { store, registry, settings } = deps;
      const input = searchInputSchema.parse(request.input);
      const profile = JSON.parse((await store.artifacts.get(request.profile)).toString('utf8')) as ProfiledData;
      const { here } = splitParadigms(registry, settings, input.paradigms);
      const shape = shapeOf(profile.result);
      const paradigms = describeParadigms(registry, here, request.paradigms, shape);
      const inapplicable = inapplicableTexts(input.paradigms, here, request.paradigms, paradigms, shape);
      const axes = planAxes(deps.axes, request.axes, settings, request.strategy, input.axes, paradigms);
      const context = checked(makeContext(input, profile, axes.searched, paradigms));
      const contextRef = await store.artifacts.put(JSON.stringify(context));
      const warmStart = input.warmStart === undefined ? null : await warmStartOf(store, input.warmStart, context);
      const made = makePlan(deps, request, input, profile, context, axes);
      const warnings = [...made.warnings, ...inapplicable];
      const plan: SearchPlan = { ...made, contextRef, warmStart, warnings };
      await store.searches.writePlan(request.searchId, plan);
      return { plan };
    });
  };
}

/** @throws UserError for data that modules would refuse, so that it is not reported as a module's failure */
function checked(context: SearchContext): SearchContext {
  const { error } = searchContextSchema.safeParse(context);
  if (error) throw new UserError('InvalidData', `these data cannot be searched: ${issuesText(error)}`);
  return context;
}

function makeContext(
  input: ParsedSearchInput,
  { result, fingerprint }: ProfiledData,
  axes: string[],
  paradigms: ParadigmDescription[],
): SearchContext {
  const { dataRef, assignmentRef, profileRef, task, classes, plan, columns } = result;
  return {
    version: 1,
    dataRef,
    assignmentRef,
    profileRef,
    fingerprint,
    target: input.target,
    task,
    classes,
    metric: resolveMetric(input.metric, task),
    plan,
    seed: input.seed,
    columns,
    axes,
    paradigms,
  };
}

function makePlan(
  { settings }: PlanDependencies,
  { strategy, paradigms, leftOut }: PlanRequest,
  input: ParsedSearchInput,
  { result, name: dataName }: ProfiledData,
  context: SearchContext,
  { stepping, searched }: PlannedAxes,
): Omit<SearchPlan, 'warmStart' | 'contextRef'> {
  const unlimited = input.maxTrials === undefined && input.maxTime === undefined;
  const maxSeconds = unlimited ? DEFAULT_MAX_SECONDS : (input.maxTime ?? null);
  return {
    strategy,
    dataName,
    target: input.target,
    task: context.task,
    classes: context.classes.length,
    metric: context.metric,
    seed: input.seed,
    rows: result.rows,
    columns: context.columns.length,
    folds: context.plan.folds,
    axes: stepping,
    searched,
    paradigms: context.paradigms.map(({ id }) => id),
    served: planServed(paradigms, settings),
    onTrouble: input.onTrouble,
    types: input.types,
    trials: planTrials(settings),
    maxTrials: input.maxTrials ?? null,
    maxSeconds,
    targetScore: input.targetScore ?? null,
    warnings: [...result.warnings, ...leftOut],
  };
}
