import { PART_AXES } from '../../../contracts/axis-name.js';
import type { ReportData } from '../report-data.js';
import { shellWord } from './format.js';
import { html, type Html } from './html.js';

/** The commands that make this search again, and that use its model. */
export function reproduceSection(data: ReportData): Html {
  const { result } = data;
  const byTime = result.stopped === 'time';
  return html`<section>
    <h2>Again, and further</h2>
    <h3>The same search</h3>
    <pre>${searchCommand(data)}</pre>
    ${
      byTime
        ? html`<p class="quiet">
            A budget in time cuts a search where the clock says; with <code>--max-trials ${result.trials.total}</code>
            instead of the time it is the same on any machine.
          </p>`
        : null
    }
    <h3>Predictions for other rows</h3>
    <pre>${`coaxial predict ${shellWord(result.model)} rows.csv --out predictions.csv`}</pre>
  </section>`;
}

function searchCommand({ plan, result, dataName, context }: ReportData): string {
  const allAxes = PART_AXES.every((name) => plan.searched.includes(name));
  const options = [
    ['--target', plan.target],
    ['--strategy', result.strategy],
    ['--task', plan.task],
    ['--metric', plan.metric],
    ...(plan.maxTrials === null ? [] : [['--max-trials', String(plan.maxTrials)]]),
    ...(plan.maxSeconds === null ? [] : [['--max-time', `${plan.maxSeconds}s`]]),
    ...(plan.targetScore === null ? [] : [['--target-score', String(plan.targetScore)]]),
    ...(allAxes ? [] : [['--axes', plan.searched.join(',')]]),
    ['--paradigms', context.paradigms.map(({ id }) => id).join(',')],
    ...plan.types.map((type) => ['--type', type]),
    ['--seed', String(plan.seed)],
  ];
  const words = options.map(([name, value]) => `${name} ${shellWord(value)}`);
  return [`coaxial search ${shellWord(dataName)}`, ...words].join(' \\\n  ');
}
