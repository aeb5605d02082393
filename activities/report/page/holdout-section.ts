import { holdoutText } from '../../../contracts/search/holdout.js';
import { confusionOf } from '../../../learning/metrics/confusion.js';
import type { HoldoutPredictions, ReportData } from './report-data.js';
import { draw } from './charts.js';
import { percent } from './format.js';
import { html, type Html } from './html.js';

const MOST_CLASSES_SHOWN = 25;
const MOST_POINTS_DRAWN = 2000;

/** The model's predictions on holdout rows: a confusion matrix, or residuals. */
export async function holdoutSection({ holdout, context, result }: ReportData): Promise<Html> {
  const title = html`<h2>On ${holdoutText(result)}</h2>`;
  if (!holdout) {
    return html`<section>
      ${title}
      <p>There were too few rows to keep some aside.</p>
    </section>`;
  }
  const body =
    context.task === 'regression'
      ? await residuals(holdout, context.target)
      : matrix(holdout, context.classes, context.target);
  const note = html`<p class="quiet">
    The model was fitted on the other rows for this, at the end. The delivered model is fitted on all rows.
  </p>`;
  return html`<section>${title} ${body} ${result.holdoutScore === null ? null : note}</section>`;
}

function matrix({ truth, predictions }: HoldoutPredictions, classes: readonly string[], target: string): Html {
  const { counts } = confusionOf({ truth, predictions, classes: classes.length });
  const hits = classes.reduce((sum, _, k) => sum + counts[k * classes.length + k], 0);
  const right = html`<p>${hits} of ${truth.length} rows right (${percent(hits / truth.length)}).</p>`;
  if (classes.length > MOST_CLASSES_SHOWN) {
    return html`${right}
      <p class="quiet">${classes.length} classes are too many for a table.</p>`;
  }
  const rows = classes.map((name, k) => {
    const row = counts.subarray(k * classes.length, (k + 1) * classes.length);
    const total = row.reduce((a, b) => a + b, 0);
    return html`<tr>
      <th class="row">${name}</th>
      ${Array.from(row, (count) => cell(count, total))}
    </tr>`;
  });
  return html`${right}
    <div class="scroll">
      <table class="matrix" style="width:auto">
        <thead>
          <tr>
            <th>true ${target} ↓ · predicted →</th>
            ${classes.map((name) => html`<th>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function cell(count: number, total: number): Html {
  const share = total === 0 ? 0 : count / total;
  const ink = share > 0.55 ? '#fff' : '#1b1f24';
  return html`<td style="background:rgba(0,114,178,${share.toFixed(3)});color:${ink}">${count}</td>`;
}

async function residuals({ truth, predictions }: HoldoutPredictions, target: string): Promise<Html> {
  const step = Math.ceil(truth.length / MOST_POINTS_DRAWN);
  const values = Array.from(truth, (actual, r) => ({ actual, predicted: predictions[r] })).filter(
    (_, r) => r % step === 0,
  );
  const ends = [Math.min(...values.map(({ actual }) => actual)), Math.max(...values.map(({ actual }) => actual))];
  return draw(
    {
      width: 420,
      height: 380,
      layer: [
        {
          data: { values: ends.map((actual) => ({ actual, predicted: actual })) },
          mark: { type: 'line', color: '#9ca3af', strokeDash: [4, 4] },
          encoding: {
            x: { field: 'actual', type: 'quantitative' },
            y: { field: 'predicted', type: 'quantitative' },
          },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: 22, opacity: 0.55 },
          encoding: {
            x: { field: 'actual', type: 'quantitative', title: `true ${target}`, scale: { zero: false } },
            y: { field: 'predicted', type: 'quantitative', title: 'predicted', scale: { zero: false } },
          },
        },
      ],
    },
    'Predicted against true values on the holdout',
  );
}
