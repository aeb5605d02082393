import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hashJson, jsonSchema, type Json } from '../contracts/json.js';
import { searchPlanSchema } from '../contracts/search/search-plan.js';
import { searchResultSchema, stepRecordSchema } from '../contracts/search/search.js';
import type { SearchPlan } from '../contracts/search/search-plan.js';
import type { SearchResult, StepRecord } from '../contracts/search/search.js';
import { nullIfAbsent, quarantine, readIfThere, unreadableBy, writeWhole } from './files/files.js';
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

/**
 * The records of searches in the store, from which a search can be read and continued when the server has forgotten it.
 */
export interface SearchRecords {
  writeOpening(opening: SearchOpening): Promise<void>;
  readOpening(searchId: string): Promise<SearchOpening | null>;
  writePlan(searchId: string, plan: SearchPlan): Promise<void>;
  readPlan(searchId: string): Promise<SearchPlan | null>;
  /** Writing a step again replaces it (a reset search runs a step twice). */
  writeStep(searchId: string, step: StepRecord): Promise<void>;
  /** Steps by index, `from` inclusive, `to` exclusive. @throws StepLost if one is missing or damaged. */
  readSteps(searchId: string, from: number, to: number): Promise<StepRecord[]>;
  /** Number of steps in the store. */
  countSteps(searchId: string): Promise<number>;
  /**
   * The workflow's state between two steps, from which it can continue. Nothing is written if a later state of the same
   * run is there: a stalled worker may come back after another has taken over.
   *
   * @param count raised from one step to the next
   */
  writeState(searchId: string, count: number, state: Json, by?: Writer): Promise<void>;
  /** The last one that was not damaged. */
  readState(searchId: string): Promise<Json | null>;
  writeResult(searchId: string, result: SearchResult): Promise<void>;
  readResult(searchId: string): Promise<SearchResult | null>;
  /** A search continues that had ended: its result is kept for people only, until it ends again. */
  setResultAside(searchId: string): Promise<void>;
  /** The search's folder, for its model and report; made if missing. */
  folder(searchId: string): Promise<string>;
  /** How each search in the store was started, the latest first. */
  list(): Promise<SearchOpening[]>;
}

/** A step is missing in the store. Running the search again restores it. */
export class StepLost extends Error {
  override readonly name = 'StepLost';

  constructor(index: number, searchId: string, path: string) {
    super(
      `step ${index} of search ${searchId} is not in the store, or damaged (${path}): "coaxial resume" walks through ` +
        'the search again, with the trials that are there',
    );
  }
}

/** The writer of a state: a run of a search's workflow, and the number of states it has written before. */
const writerSchema = z.strictObject({ run: z.string(), sequence: z.int().min(0) });
export type Writer = z.infer<typeof writerSchema>;

/** The contents of a state's file. */
export const stateSchema = z.strictObject({
  count: z.number(),
  state: jsonSchema,
  by: writerSchema.nullable().default(null),
});

const writtenBySchema = z.object({ value: z.object({ by: writerSchema.nullable() }) });

/** Number of states kept of a search: if the last one is torn, the previous one is used. */
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
    if (by && (await this.isLaterThere(path, by))) return;
    await writeWhole(path, sealJson({ count, state, by: by ?? null }));
  }

  /** Whether a file has a later state of the same run. It is checked in full only if it says so: states are large. */
  private async isLaterThere(path: string, by: Writer): Promise<boolean> {
    const bytes = await readIfThere(path);
    const file = bytes && writtenBySchema.safeParse(parseJson(bytes.toString('utf8'))).data;
    return isLater(file?.value.by ?? null, by) && isLater((await this.readSealed(stateSchema, path))?.by ?? null, by);
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

  /** A file that people may read too. A torn one counts as missing. */
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
        unreadableBy((moved) => openJson(schema, moved)),
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
 * Folder name for a workflow id, which can be any text. `.` is kept only between other characters, and the end of a
 * long id is replaced by its hash.
 */
function folderName(searchId: string): string {
  const name = encodeURIComponent(searchId).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
  if (name.length <= LONGEST_NAME) return name;
  const hash = hashJson(searchId);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
