import { html, type Html } from './html.js';

export interface TableColumn<Row> {
  title: string;
  value: (row: Row) => Html | string | number;
  kind?: 'number' | 'wide';
}

const SHOWN_ROWS = 50;

/** A table; rows after the first 50 are folded away. */
export function table<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  rowClass: (row: Row) => string = () => '',
): Html {
  const body = (some: readonly Row[]): Html =>
    html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map(({ title, kind }) => html`<th class="${kind}">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${some.map(
            (row) =>
              html`<tr class="${rowClass(row)}">
                ${columns.map(({ value, kind }) => html`<td class="${kind}">${value(row)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  if (rows.length <= SHOWN_ROWS) return body(rows);
  return html`${body(rows.slice(0, SHOWN_ROWS))}
    <details>
      <summary>${rows.length - SHOWN_ROWS} more</summary>
      ${body(rows.slice(SHOWN_ROWS))}
    </details>`;
}
