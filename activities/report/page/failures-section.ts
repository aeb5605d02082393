import type { Outcome, TrialSummary } from '../../../contracts/candidate/trial.js';
import type { ReportData } from './report-data.js';
import { html, type Html } from './html.js';
import { table } from './table.js';

/** Trials without a score, with the reasons. */
export function failuresSection({ steps }: ReportData): Html {
  const failed = steps
    .flatMap(({ trials }) => trials)
    .filter(({ outcome }) => outcome.status !== 'completed') as (TrialSummary & {
    outcome: Exclude<Outcome, { status: 'completed' }>;
  })[];
  if (failed.length === 0)
    return html`<section>
      <h2>Failed trials</h2>
      <p>None.</p>
    </section>`;
  return html`<section>
    <h2>Trials without a score (${failed.length})</h2>
    ${table(
      [
        { title: 'axis', value: ({ origin }) => `${origin.axis}, step ${origin.step + 1}` },
        { title: 'paradigm', value: ({ paradigm }) => paradigm },
        { title: 'outcome', value: ({ outcome }) => ('code' in outcome ? `failed: ${outcome.code}` : outcome.status) },
        { title: 'reason', value: ({ outcome }) => outcome.reason, kind: 'wide' },
        { title: 'trial', value: ({ key }) => html`<code>${key.slice(0, 12)}</code>` },
      ],
      failed,
    )}
  </section>`;
}
