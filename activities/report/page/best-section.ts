import { decodeColumns } from '../../../contracts/candidate/column-set.js';
import type { ColumnTransform } from '../../../contracts/candidate/transform.js';
import type { ReportData } from './report-data.js';
import { short } from './format.js';
import { html, type Html } from './html.js';
import { table } from './table.js';

/** The winning candidate, all of its parts. */
export function bestSection({ result, context }: ReportData): Html {
  const { best } = result;
  const kept = new Set(best.features);
  const types = new Set(context.columns.filter(({ name }) => kept.has(name)).map(({ type }) => type));
  const transforms = [...types].map((type) => ({ what: `${type} columns`, how: describe(best.transforms[type]) }));
  const overrides = best.transforms.overrides.map(({ columns, transform }) => ({
    what: decodeColumns(columns)
      .map((column) => context.columns[column].name)
      .filter((name) => kept.has(name))
      .join(', '),
    how: describe(transform),
  }));
  const hyperparameters = Object.entries(best.hyperparameters);
  return html`<section>
    <h2>The best candidate: ${best.paradigm}</h2>
    <h3>Columns (${best.features.length})</h3>
    <p>${best.features.slice(0, 200).join(', ')}${best.features.length > 200 ? ', …' : ''}</p>
    <h3>Transforms</h3>
    ${table(
      [
        { title: 'of', value: ({ what }) => what, kind: 'wide' },
        { title: '', value: ({ how }) => how },
      ],
      [...transforms, ...overrides.filter(({ what }) => what !== '')],
    )}
    ${
      hyperparameters.length === 0
        ? null
        : html`<h3>Hyperparameters</h3>
            ${table(
              [
                { title: 'name', value: ([name]) => name },
                { title: 'value', value: ([, value]) => (typeof value === 'number' ? short(value) : String(value)) },
              ],
              hyperparameters,
            )}`
    }
    ${
      best.architecture === null
        ? null
        : html`<h3>Architecture</h3>
            ${table(
              [
                { title: 'layer', value: ({ index }) => index },
                { title: 'units', value: ({ layer }) => layer.units, kind: 'number' },
                { title: 'activation', value: ({ layer }) => layer.activation },
                { title: 'batch norm', value: ({ layer }) => (layer.batchNorm ? 'yes' : 'no') },
                { title: 'dropout', value: ({ layer }) => short(layer.dropout), kind: 'number' },
                { title: 'skip', value: ({ layer }) => (layer.skip ? 'yes' : 'no') },
              ],
              best.architecture.layers.map((layer, i) => ({ layer, index: i + 1 })),
            )}`
    }
  </section>`;
}

function describe(transform: ColumnTransform): string {
  if ('parts' in transform) return `parts: ${transform.parts.join(', ')}`;
  const steps = [
    transform.impute === 'none' ? null : `impute ${transform.impute}`,
    transform.indicator ? 'missing indicator' : null,
    ...('encode' in transform
      ? [`${transform.encode} encoding`]
      : [
          transform.shape === 'none' ? null : transform.shape,
          transform.scale === 'none' ? null : `${transform.scale} scaling`,
        ]),
  ].filter((step) => step !== null);
  return steps.length === 0 ? 'as they are' : steps.join(', ');
}
