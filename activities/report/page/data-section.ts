import type { ColumnProfile } from '../../../learning/dataset/profile.js';
import type { ReportData } from './report-data.js';
import { percent, short } from './format.js';
import { html, type Html } from './html.js';
import { draw } from './charts.js';
import { table } from './table.js';

const MOST_CLASSES_DRAWN = 40;

/** The data at a glance. */
export async function dataSection({ profile, context }: ReportData): Promise<Html> {
  const { holdoutRows, searchRows, unusedRows } = context.plan;
  const parts = [
    `${searchRows} rows to search on`,
    `${holdoutRows} kept aside`,
    ...(unusedRows > 0 ? [`${unusedRows} left for the final fit`] : []),
  ];
  return html`<section>
    <h2>The data at a glance</h2>
    <p>${profile.rows} rows: ${parts.join(', ')}.</p>
    ${
      profile.warnings.length === 0
        ? null
        : html`<ul>
            ${profile.warnings.map((text) => html`<li>${text}</li>`)}
          </ul>`
    }
    <h3>Target: ${context.target}</h3>
    ${await target(profile.target)}
    <h3>Input columns (${profile.columns.length})</h3>
    ${columnTable(profile.columns, profile.searchRows)}
  </section>`;
}

function columnTable(columns: readonly ColumnProfile[], rows: number): Html {
  return table<ColumnProfile>(
    [
      { title: 'column', value: ({ name }) => name, kind: 'wide' },
      { title: 'type', value: ({ type }) => type },
      { title: 'how it was read', value: howRead, kind: 'wide' },
      { title: 'missing', value: ({ missing }) => percent(missing / rows), kind: 'number' },
      { title: 'distinct', value: ({ distinct }) => distinct, kind: 'number' },
      { title: 'values', value: values, kind: 'wide' },
    ],
    columns,
    ({ useful }) => (useful ? '' : 'left-out'),
  );
}

/** With the evidence, and the reason if searches leave it out. */
function howRead({ evidence, leftOut }: ColumnProfile): Html {
  return html`${evidence}${leftOut === null ? null : html`<br /><b>left out:</b> ${leftOut}`}`;
}

function values({ type, quartiles, mean, top }: ColumnProfile): string {
  if (top) return top.map(({ level, count }) => `${level} (${count})`).join(', ');
  if (!quartiles) return '';
  if (type === 'date') return [quartiles[0], quartiles[4]].map((ms) => new Date(ms).toISOString()).join(' – ');
  return `${short(quartiles[0])} – ${short(quartiles[4])}, median ${short(quartiles[2])}, mean ${short(mean ?? NaN)}`;
}

async function target({ classes, quartiles, evidence }: ReportData['profile']['target']): Promise<Html | null> {
  if (!classes) {
    const [low, first, median, third, high] = (quartiles ?? []).map(short);
    return html`<p>
      ${evidence}: ${low} – ${high}; half of the values lie between ${first} and ${third}, median ${median}.
    </p>`;
  }
  return draw(
    {
      width: 480,
      height: { step: 22 },
      data: { values: [...classes].sort((a, b) => b.count - a.count).slice(0, MOST_CLASSES_DRAWN) },
      mark: { type: 'bar', color: '#009E73', cornerRadiusEnd: 2 },
      encoding: {
        y: { field: 'level', type: 'nominal', sort: null, title: null, axis: { labelLimit: 240 } },
        x: { field: 'count', type: 'quantitative', title: 'rows' },
      },
    },
    'Rows of each class',
  );
}
