import { PART_AXES } from '../../../contracts/module/axis-name.js';
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

function searchCommand({ plan, budget, result, dataName, context }: ReportData): string {
  const allAxes = PART_AXES.every((name) => plan.searched.includes(name));
  const options = [
    ['--target', plan.target],
    ['--strategy', result.strategy],
    ['--task', plan.task],
    ['--metric', plan.metric],
    ...(budget.maxTrials === null ? [] : [['--max-trials', String(budget.maxTrials)]]),
    ...(budget.maxSeconds === null ? [] : [['--max-time', `${budget.maxSeconds}s`]]),
    ...(plan.targetScore === null ? [] : [['--target-score', String(plan.targetScore)]]),
    ...(allAxes ? [] : [['--axes', plan.searched.join(',')]]),
    ['--paradigms', context.paradigms.map(({ id }) => id).join(',')],
    ...plan.types.map((type) => ['--type', type]),
    ['--seed', String(plan.seed)],
  ];
  const words = options.map(([name, value]) => `${name} ${shellWord(value)}`);
  return [`coaxial search ${shellWord(dataName)}`, ...words].join(' \\\n  ');
}
