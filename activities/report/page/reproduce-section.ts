import { PART_AXES } from '../../../contracts/module/axis-name.js';
import { searchOptions } from '../../../contracts/search/search-options.js';
import type { ReportData } from './report-data.js';
import { shellWord } from './format.js';
import { html, type Html } from './html.js';

/** The commands that reproduce this search, and that use its model. */
export function reproduceSection(data: ReportData): Html {
  return html`<section>
    <h2>Again, and further</h2>
    <h3>The same search</h3>
    <pre>${searchCommand(data)}</pre>
    ${whatDiffers(data).map((text) => html`<p class="quiet">${text}</p>`)}
    <h3>Predictions for other rows</h3>
    <pre>${`coaxial predict ${shellWord(data.result.model)} rows.csv --out predictions.csv`}</pre>
  </section>`;
}

/** Notes on what the command alone does not determine. */
function whatDiffers({ plan, budget, result: { stopped, trials } }: ReportData): string[] {
  const texts: string[] = [];
  if (budget.maxTrials !== plan.maxTrials || budget.maxSeconds !== plan.maxSeconds) {
    texts.push('Its budget was changed while it ran: this is the last one.');
  }
  if (stopped === 'stopped') texts.push('It was stopped by hand; this goes on to the end of its budget.');
  if (stopped === 'time') {
    texts.push(
      `A budget in time cuts a search where the clock says; with --max-trials ${trials.total} instead of the time it is ` +
        'the same on any machine.',
    );
  }
  return texts;
}

function searchCommand({ input, plan, budget, result, dataName, context }: ReportData): string {
  const allAxes = PART_AXES.every((name) => plan.searched.includes(name));
  const options = searchOptions({
    ...input,
    target: plan.target,
    task: plan.task,
    metric: plan.metric,
    maxTrials: budget.maxTrials ?? undefined,
    maxTime: budget.maxSeconds ?? undefined,
    targetScore: plan.targetScore ?? undefined,
    axes: allAxes ? undefined : plan.searched,
    paradigms: context.paradigms.map(({ id }) => id),
    types: plan.types,
    seed: plan.seed,
  });
  const lines = [['--strategy', result.strategy], ...options].map((words) => words.map(shellWord).join(' '));
  return [`coaxial search ${shellWord(dataName)}`, ...lines].join(' \\\n  ');
}
