import type { ReportData } from './report-data.js';
import { draw } from './charts.js';
import { html, type Html } from './html.js';

const SHOWN = 30;

/** Importances of columns in the delivered model. */
export async function importancesSection({ importances, context, result }: ReportData): Promise<Html> {
  const ranked = context.columns
    .map(({ name }, column) => ({ name, importance: importances[column] }))
    .filter(({ importance }) => importance > 0)
    .sort((a, b) => b.importance - a.importance);
  const shown = ranked.slice(0, SHOWN);
  if (shown.length === 0) {
    return html`<section>
      <h2>Importances</h2>
      <p>${result.best.paradigm} says nothing of what it leans on.</p>
    </section>`;
  }
  const chart = await draw(
    {
      width: 560,
      height: { step: 20 },
      data: { values: shown },
      mark: { type: 'bar', color: '#0072B2', cornerRadiusEnd: 2 },
      encoding: {
        y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 240 } },
        x: { field: 'importance', type: 'quantitative', title: 'share of importance' },
      },
    },
    'Importances of columns in the delivered model',
  );
  const rest = ranked.length - shown.length;
  return html`<section>
    <h2>Importances</h2>
    ${chart} ${rest > 0 ? html`<p class="quiet">${rest} further columns matter less.</p>` : null}
  </section>`;
}
