import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { search, type SearchInput } from 'coaxial/workflows';
import type * as activities from './activities.js';

const { countPredictions } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { nonRetryableErrorTypes: ['UserError'] },
});

/** What a report is asked for: see docs/teams.md for what else a search takes. */
export type ReportInput = Pick<SearchInput, 'data' | 'target' | 'maxTrials' | 'maxTime' | 'seed'>;

/**
 * Searches for a model of the target as a child workflow, has it predict the rows that it was searched on, and says what
 * came out: `boosting predicts churned with log-loss 0.213 in 60 trials; of 3333 rows it takes 2901 for no, 432 for yes`.
 */
export async function modelReport(input: ReportInput): Promise<string> {
  const { workflowId } = workflowInfo();
  const { best, metric, cvScore, trials, model } = await search(input, { workflowId: `${workflowId}-search` });
  const { rows, counts } = await countPredictions({ model, data: input.data });
  const taken = counts.map(({ label, rows }) => `${rows} for ${label}`).join(', ');
  const found = `${best.paradigm} predicts ${input.target} with ${metric} ${cvScore.toFixed(3)} in ${trials.total} trials`;
  return taken === '' ? `${found}, on ${rows} rows` : `${found}; of ${rows} rows it takes ${taken}`;
}
