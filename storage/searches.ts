import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashJson, jsonSchema, type Json } from '../contracts/json.js';
import { searchPlanSchema } from '../contracts/search/search-plan.js';
import { searchResultSchema, stepRecordSchema } from '../contracts/search/search.js';
import type { SearchPlan } from '../contracts/search/search-plan.js';
import type { SearchResult, StepRecord } from '../contracts/search/search.js';
import { nullIfAbsent, quarantine, readIfThere, unless, writeWhole } from './files/files.js';
import { openJson, parseJson, sealJson } from './files/sealed-json.js';

/** How a search was started. */
const openingSchema = z.strictObject({
  searchId: z.string(),
  /** Type of its workflow. */
  workflow: z.string(),
  input: jsonSchema,
  /** ISO 8601. */
  at: z.string(),
});
export type SearchOpening = z.infer<typeof openingSchema>;

/** What a search leaves in the store, so that it can be read, and gone on with, when the server has forgotten it. */
export interface SearchRecords {
  writeOpening(opening: SearchOpening): Promise<void>;
  readOpening(searchId: string): Promise<SearchOpening | null>;
  writePlan(searchId: string, plan: SearchPlan): Promise<void>;
  readPlan(searchId: string): Promise<SearchPlan | null>;
  /** Writing a step again (a reset search walks a step twice) replaces it. */
  writeStep(searchId: string, step: StepRecord): Promise<void>;
  /** Steps by index, `from` inclusive, `to` exclusive. @throws StepLost where one is not there, or damaged. */
  readSteps(searchId: string, from: number, to: number): Promise<StepRecord[]>;
  /** Number of steps that are there. */
  countSteps(searchId: string): Promise<number>;
  /**
   * All that the workflow knows between two steps, as it goes on from it. Nothing is written where a later one of the same
   * run stands there: a worker that stood still may come back after another has taken over.
   *
   * @param count raised from one step to the next
   */
  writeState(searchId: string, count: number, state: Json, by?: Writer): Promise<void>;
  /** The last one that was not damaged. */
  readState(searchId: string): Promise<Json | null>;
  writeResult(searchId: string, result: SearchResult): Promise<void>;
  readResult(searchId: string): Promise<SearchResult | null>;
  /** A search goes on that had ended: what it came to then is kept for people only, until it ends again. */
  setResultAside(searchId: string): Promise<void>;
  /** The search's own folder, made if it is not there: for its model and report. */
  folder(searchId: string): Promise<string>;
  /** How each search was started that has left anything, the latest first. */
  list(): Promise<SearchOpening[]>;
}

/** A step that the store should have. Walking through the search again brings it back. */
export class StepLost extends Error {
  override readonly name = 'StepLost';

  constructor(index: number, searchId: string, path: string) {
    super(
      `step ${index} of search ${searchId} is not in the store, or damaged (${path}): "coaxial resume" walks through ` +
        'the search again, with the trials that are there',
    );
  }
}

/** Who writes a state: a run of a search's workflow, and how many it had written before. */
const writerSchema = z.strictObject({ run: z.string(), sequence: z.int().min(0) });
export type Writer = z.infer<typeof writerSchema>;

/** A state as it stands in its file. */
export const stateSchema = z.strictObject({
  count: z.number(),
  state: jsonSchema,
  by: writerSchema.nullable().default(null),
});

/** States that are kept of a search: should the last one be torn, there is the one before. */
const KEPT_STATES = 2;

export class FileSearchRecords implements SearchRecords {
  constructor(private readonly root: string) {}

  writeOpening(opening: SearchOpening): Promise<void> {
    return writeWhole(this.path(opening.searchId, OPENING), JSON.stringify(opening, null, 2));
  }

  readOpening(searchId: string): Promise<SearchOpening | null> {
    return this.readPlain(openingSchema, this.path(searchId, OPENING));
  }

  writePlan(searchId: string, plan: SearchPlan): Promise<void> {
    return writeWhole(this.path(searchId, 'plan.json'), JSON.stringify(plan, null, 2));
  }

  readPlan(searchId: string): Promise<SearchPlan | null> {
    return this.readPlain(searchPlanSchema, this.path(searchId, 'plan.json'));
  }

  writeStep(searchId: string, step: StepRecord): Promise<void> {
    return writeWhole(this.path(searchId, stepFile(step.index)), sealJson(step));
  }

  readSteps(searchId: string, from: number, to: number): Promise<StepRecord[]> {
    const indices = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    return Promise.all(
      indices.map(async (index) => {
        const path = this.path(searchId, stepFile(index));
        const step = await this.readSealed(stepRecordSchema, path);
        if (!step) throw new StepLost(index, searchId, path);
        return step;
      }),
    );
  }

  async countSteps(searchId: string): Promise<number> {
    const names = (await readdir(this.path(searchId, 'steps')).catch(nullIfAbsent)) ?? [];
    return names.filter((name) => /^\d+\.json$/.test(name)).length;
  }

  async writeState(searchId: string, count: number, state: Json, by?: Writer): Promise<void> {
    const path = this.path(searchId, stateFile(count % KEPT_STATES));
    if (by && isLater((await this.readSealed(stateSchema, path))?.by ?? null, by)) return;
    await writeWhole(path, sealJson({ count, state, by: by ?? null }));
  }

  async readState(searchId: string): Promise<Json | null> {
    const files = Array.from({ length: KEPT_STATES }, (_, i) => this.path(searchId, stateFile(i)));
    const states = await Promise.all(files.map((file) => this.readSealed(stateSchema, file)));
    const known = states.filter((state) => state !== null);
    return known.sort((a, b) => b.count - a.count).at(0)?.state ?? null;
  }

  writeResult(searchId: string, result: SearchResult): Promise<void> {
    return writeWhole(this.path(searchId, 'result.json'), JSON.stringify(result, null, 2));
  }

  readResult(searchId: string): Promise<SearchResult | null> {
    return this.readPlain(searchResultSchema, this.path(searchId, 'result.json'));
  }

  async setResultAside(searchId: string): Promise<void> {
    await rename(this.path(searchId, 'result.json'), this.path(searchId, 'former-result.json')).catch(nullIfAbsent);
  }

  async folder(searchId: string): Promise<string> {
    const folder = this.path(searchId, '');
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async list(): Promise<SearchOpening[]> {
    const folder = join(this.root, 'searches');
    const names = (await readdir(folder).catch(nullIfAbsent)) ?? [];
    const openings = await Promise.all(names.map((name) => this.readPlain(openingSchema, join(folder, name, OPENING))));
    return openings.filter((opening) => opening !== null).sort((a, b) => b.at.localeCompare(a.at));
  }

  /** A file that people may read too. One that is torn counts as absent. */
  private async readPlain<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema> | null> {
    const bytes = await readIfThere(path);
    const parsed = bytes && schema.safeParse(parseJson(bytes.toString('utf8')));
    return parsed?.data ?? null;
  }

  private async readSealed<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema> | null> {
    const bytes = await readIfThere(path);
    const value = bytes && openJson(schema, bytes);
    if (bytes && value === null)
      await quarantine(
        this.root,
        path,
        unless((moved) => openJson(schema, moved)),
      );
    return value;
  }

  private path(searchId: string, file: string): string {
    return join(this.root, 'searches', folderName(searchId), file);
  }
}

const isLater = (there: Writer | null, by: Writer): boolean => there?.run === by.run && there.sequence > by.sequence;

const OPENING = 'search.json';

function stateFile(place: number): string {
  return `state-${place}.json`;
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
