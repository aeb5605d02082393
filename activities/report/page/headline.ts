import { holdoutText } from '../../../contracts/search/holdout.js';
import type { SearchResult } from '../../../contracts/search/search.js';
import type { ReportData } from './report-data.js';
import { duration, short } from './format.js';
import { html, type Html } from './html.js';

const STOPPED: Record<SearchResult['stopped'], string> = {
  converged: 'no axis found anything better',
  trials: 'the budget in trials was spent',
  time: 'the budget in time was spent',
  target: 'the target score was reached',
  stopped: 'a person stopped it',
};

/** What the search was, and the figures that matter most. */
export function headline({ result, plan, context, dataName, profile }: ReportData): Html {
  const { trials, metric } = result;
  const best = result.leaders.find(({ key }) => key === result.best.key);
  const spread = best ? ` ± ${short(best.spread)}` : '';
  const left = context.columns.length;
  return html`<h1>Predicting ${plan.target} from ${dataName}</h1>
    <p class="quiet">
      ${result.strategy} search ${result.searchId} · ${context.task}, ${profile.rows} rows, ${left}
      ${left === 1 ? 'column' : 'columns'} · it ended because ${STOPPED[result.stopped]}
    </p>
    <div class="cards">
      ${card(result.holdoutScore === null ? '–' : short(result.holdoutScore), `${metric} on ${context.plan.holdoutRows} ${holdoutText(result)}`)}
      ${card(`${short(result.cvScore)}${spread}`, `${metric}, ${folds(context.plan.folds, result.repeats)}`)}
      ${card(result.best.paradigm, `on ${result.best.features.length} of ${left} columns`)}
      ${card(`${trials.total}`, `trials, ${trials.reused} of them known before, ${trials.failed} failed`)}
      ${card(duration(result.seconds), 'search time')}
    </div>
    ${warnings(result.warnings.filter((text) => !profile.warnings.includes(text)))}`;
}

/** Warnings about the search; those about the data are in the data section. */
function warnings(texts: readonly string[]): Html | null {
  if (texts.length === 0) return null;
  return html`<ul class="warnings">
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;
}

function folds(count: number, repeats: number): string {
  const dealt = repeats === 1 ? '' : `, dealt ${repeats} times,`;
  if (count > 1) return `mean of ${count} folds${dealt} ± their deviation`;
  return repeats === 1 ? 'on one validation part' : `mean of ${repeats} validation parts`;
}

function card(figure: string, what: string): Html {
  return html`<div class="card"><b>${figure}</b><span>${what}</span></div>`;
}
