import type { ReportData } from './report-data.js';
import { duration, percent, short } from './format.js';
import { html, type Html } from './html.js';
import { table } from './table.js';

/** What each axis cost, and by how much its steps improved the best score. */
export function accountsSection({ result, steps }: ReportData): Html {
  const { metric } = result;
  const axes = result.axes.filter((axis) => axis.steps > 0);
  const total = axes.reduce((sum, { gain }) => sum + gain, 0);
  const best = steps.filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain);
  return html`<section>
    <h2>Which axis paid</h2>
    ${table(
      [
        { title: 'axis', value: ({ axis }) => axis },
        { title: 'steps', value: ({ steps }) => steps, kind: 'number' },
        { title: 'trials', value: ({ trials }) => trials, kind: 'number' },
        { title: 'training', value: ({ seconds }) => duration(seconds), kind: 'number' },
        { title: `gain in ${metric}`, value: ({ gain }) => (gain === 0 ? '–' : short(gain)), kind: 'number' },
        { title: 'of all', value: ({ gain }) => (total === 0 ? '–' : percent(gain / total)), kind: 'number' },
      ],
      axes,
    )}
    <p class="quiet">
      A gain is by how much a step improved the best score; the first scores of all count as none. Training is that of
      all threads together.
    </p>
    ${
      best.length === 0
        ? null
        : html`<h3>The steps that gained most</h3>
            ${table(
              [
                { title: 'step', value: ({ axis, step }) => `${axis}, step ${step + 1}` },
                { title: 'gain', value: ({ gain }) => short(gain), kind: 'number' },
                { title: 'trials', value: ({ trials }) => trials.length, kind: 'number' },
                { title: 'what it did', value: ({ note }) => note, kind: 'wide' },
              ],
              best.slice(0, 10),
            )}`
    }
  </section>`;
}
