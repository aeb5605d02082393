import { ActivityFailure, CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { TrialActivities } from '../../contracts/search/trial-activities.js';
import { unservedTrialsText } from '../../contracts/module/module.js';
import { DEFAULT_PATIENCE } from '../../contracts/search/patience.js';
import type { SearchPlan } from '../../contracts/search/search-plan.js';
import { describeQueue, trialActivities } from './activities.js';
import type { OneAtATime } from '../policy/one-at-a-time.js';
import type { Module, Troubles } from '../policy/troubles.js';

/** Seconds until the queue of a running call is checked after a person has stopped the search, */
const LEAST_PATIENCE = 2;
/** and largest interval between two checks: longer intervals give fewer events in the history. */
const LONGEST_PATIENCE = 600;

/** A search was stopped, and no trial worker takes the tasks that are needed to end it. */
export class TrialsUnserved extends Error {
  override readonly name = 'TrialsUnserved';
}

/**
 * Calls of trial workers. If no worker takes the tasks of their queue, people are told and the call waits; after a stop
 * it is cancelled. A call keeps its place in the queue while the pollers are checked.
 */
export class TrialCalls {
  private readonly underWay = new Map<CancellationScope, { givenUp: boolean }>();
  private watching: CancellationScope | null = null;
  /** No worker took the tasks at the last check, and there was no answer since. */
  private unserved = false;

  /** Checks of the queue continue when a call's own scope ends. */
  private readonly home = CancellationScope.current();

  constructor(
    private readonly plan: SearchPlan,
    private readonly troubles: Troubles,
    private readonly isStopped: () => boolean,
    private readonly inTurn: OneAtATime,
  ) {}

  /**
   * Runs a call in the current scope.
   *
   * @throws TrialsUnserved after a stop; otherwise as the activity
   */
  async call<Reply>(summary: string, ask: (activities: TrialActivities) => Promise<Reply>): Promise<Reply> {
    const { plan } = this;
    const scope = new CancellationScope();
    const own = { givenUp: false };
    this.underWay.set(scope, own);
    if (this.watching === null) this.watch();
    try {
      const reply = await scope.run(() => ask(trialActivities(plan, summary)));
      this.answered();
      return reply;
    } catch (error) {
      if (own.givenUp && isCancellation(error)) throw new TrialsUnserved(unservedTrialsText(plan.trials.route.queue));
      throw error;
    } finally {
      this.underWay.delete(scope);
      if (this.underWay.size === 0) this.endWatch();
    }
  }

  /** Called when a person has stopped the search: the queue is checked soon. */
  hurry(): void {
    if (this.watching === null) return;
    this.endWatch();
    this.watch();
  }

  private answered(): void {
    this.unserved = false;
    this.troubles.clear(moduleOf(this.plan));
  }

  private endWatch(): void {
    this.watching?.cancel();
    this.watching = null;
  }

  private watch(): void {
    const scope = new CancellationScope({ cancellable: true, parent: this.home });
    this.watching = scope;
    void scope.run(() => this.look(scope)).catch(passOver);
  }

  private async look(scope: CancellationScope): Promise<void> {
    const module = moduleOf(this.plan);
    const { queue, patience: { unservedSeconds } = DEFAULT_PATIENCE } = module.route;
    const stopped = this.isStopped();
    let patience = stopped ? (this.unserved ? 0 : LEAST_PATIENCE) : unservedSeconds;
    for (;;) {
      if (patience > 0) await sleep(patience * 1000);
      // Not cancelled, and alone: a local activity that is cancelled, or runs beside another, may replay in another order.
      const { taken, note } = await CancellationScope.nonCancellable(() =>
        this.inTurn(() => describeQueue({ module: module.name, queue })),
      );
      if (scope.consideredCancelled) return;
      this.unserved = taken === 'no';
      if (taken === 'yes') this.troubles.clear(module);
      if (taken === 'no') this.troubles.report(module, 'unserved', unservedTrialsText(queue, note));
      if (taken === 'no' && this.isStopped()) this.giveUp();
      patience = Math.min(2 * Math.max(patience, LEAST_PATIENCE), LONGEST_PATIENCE);
    }
  }

  private giveUp(): void {
    for (const [scope, own] of this.underWay) {
      own.givenUp = true;
      scope.cancel();
    }
  }
}

/** Trial workers, in messages for people. */
function moduleOf({ trials: { route } }: SearchPlan): Module<'worker'> {
  return { kind: 'worker', name: 'trials', team: null, contact: null, route };
}

/** Ignores the end of a watch, and errors of the check: nothing is reported, and the call waits. */
function passOver(error: unknown): void {
  if (!isCancellation(error) && !(error instanceof ActivityFailure)) throw error;
}
