import { COMPARISON, STRATEGIES } from '../../contracts/search/strategy.js';

/** Types of the workflows that people start. */
export const WORKFLOW_TYPES: readonly string[] = [...Object.values(STRATEGIES), COMPARISON];

/** Id of the workflow that fills in the Web UI's form for starting one of this type. */
export function formExampleId(workflowType: string): string {
  return `example-${workflowType}`;
}

/** Whether this is the id of such a workflow, which is not a search. */
export function isFormExample(workflowId: string): boolean {
  return WORKFLOW_TYPES.some((type) => workflowId === formExampleId(type));
}
