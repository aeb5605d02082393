import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashJson } from '../contracts/json.js';
import { searchPlanSchema } from '../contracts/search-plan.js';
import { searchResultSchema, stepRecordSchema } from '../contracts/search.js';
import type { SearchPlan } from '../contracts/search-plan.js';
import type { SearchResult, StepRecord } from '../contracts/search.js';
import { readIfThere, writeWhole } from './files.js';

/** What a search leaves in the store, so that it can be read when the server has forgotten its history. */
export interface SearchRecords {
  writePlan(searchId: string, plan: SearchPlan): Promise<void>;
  readPlan(searchId: string): Promise<SearchPlan | null>;
  /** Writing a step again (a reset search walks a step twice) replaces it. */
  writeStep(searchId: string, step: StepRecord): Promise<void>;
  /** Steps by index, `from` inclusive, `to` exclusive. @throws Error where one is not there. */
  readSteps(searchId: string, from: number, to: number): Promise<StepRecord[]>;
  /** Number of steps that are there. */
  countSteps(searchId: string): Promise<number>;
  writeResult(searchId: string, result: SearchResult): Promise<void>;
  readResult(searchId: string): Promise<SearchResult | null>;
  /** The search's own folder, made if it is not there: for its model and report. */
  folder(searchId: string): Promise<string>;
}

export class FileSearchRecords implements SearchRecords {
  constructor(private readonly root: string) {}

  writePlan(searchId: string, plan: SearchPlan): Promise<void> {
    return writeWhole(this.path(searchId, 'plan.json'), JSON.stringify(plan, null, 2));
  }

  async readPlan(searchId: string): Promise<SearchPlan | null> {
    const bytes = await readIfThere(this.path(searchId, 'plan.json'));
    return bytes && searchPlanSchema.parse(JSON.parse(bytes.toString('utf8')));
  }

  writeStep(searchId: string, step: StepRecord): Promise<void> {
    return writeWhole(this.path(searchId, stepFile(step.index)), JSON.stringify(step));
  }

  readSteps(searchId: string, from: number, to: number): Promise<StepRecord[]> {
    const indices = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    return Promise.all(
      indices.map(async (index) => {
        const bytes = await readIfThere(this.path(searchId, stepFile(index)));
        if (!bytes) throw new Error(`step ${index} of search ${searchId} is not in the store`);
        return stepRecordSchema.parse(JSON.parse(bytes.toString('utf8')));
      }),
    );
  }

  async countSteps(searchId: string): Promise<number> {
    const names = await readdir(this.path(searchId, 'steps')).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => /^\d+\.json$/.test(name)).length;
  }

  writeResult(searchId: string, result: SearchResult): Promise<void> {
    return writeWhole(this.path(searchId, 'result.json'), JSON.stringify(result, null, 2));
  }

  async readResult(searchId: string): Promise<SearchResult | null> {
    const bytes = await readIfThere(this.path(searchId, 'result.json'));
    return bytes && searchResultSchema.parse(JSON.parse(bytes.toString('utf8')));
  }

  async folder(searchId: string): Promise<string> {
    const folder = this.path(searchId, '');
    await mkdir(folder, { recursive: true });
    return folder;
  }

  private path(searchId: string, file: string): string {
    return join(this.root, 'searches', folderName(searchId), file);
  }
}

function stepFile(index: number): string {
  return join('steps', `${String(index).padStart(6, '0')}.json`);
}

/** File systems refuse longer names. */
const LONGEST_NAME = 200;

/**
 * A workflow id may be any text; a folder's name may not. `.` is kept only between other characters, and the hash of a
 * long id stands for its end.
 */
function folderName(searchId: string): string {
  const name = encodeURIComponent(searchId).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
  if (name.length <= LONGEST_NAME) return name;
  const hash = hashJson(searchId);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
