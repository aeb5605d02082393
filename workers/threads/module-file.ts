import type { Axis } from '../../optimizers/axis.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';

/** The definitions of a module's file: its default export is a definition, an array or a record of definitions. */
export interface Definitions {
  axes: Axis[];
  /** By id: that of its definition, or its key in the record. */
  paradigms: Map<string, Paradigm>;
}

/**
 * Imports a module's file.
 *
 * @param url of the built file
 * @throws Error if it cannot be loaded, or its default export is not definitions
 */
export async function loadDefinitions(url: string): Promise<Definitions> {
  let exported: { default?: unknown };
  try {
    exported = (await import(url)) as typeof exported;
  } catch (error) {
    throw new Error(`the module ${url} cannot be loaded: ${(error as Error).message}`, { cause: error });
  }
  const found: Definitions = { axes: [], paradigms: new Map() };
  const definitions = exported.default;
  const entries: [string | null, unknown][] =
    isAxis(definitions) || isParadigm(definitions)
      ? [[null, definitions]]
      : Array.isArray(definitions)
        ? definitions.map((one) => [null, one])
        : Object.entries(definitions ?? {});
  for (const [key, one] of entries) take(found, url, key, one);
  if (entries.length === 0) throw new Error(`the module ${url} has no definition as its default export`);
  return found;
}

function take({ axes, paradigms }: Definitions, url: string, key: string | null, definition: unknown): void {
  if (isAxis(definition)) {
    axes.push(definition);
    return;
  }
  const id = isParadigm(definition) ? ((definition as { id?: string }).id ?? key) : null;
  if (id === null) {
    const where = key === null ? 'its default export' : `${key} of its default export`;
    throw new Error(`the module ${url}: ${where} is neither an axis nor a paradigm with an id`);
  }
  paradigms.set(id, definition as Paradigm);
}

function isAxis(value: unknown): value is Axis {
  const { declaration, advance } = (value ?? {}) as Partial<Axis>;
  return typeof declaration === 'object' && typeof advance === 'function';
}

function isParadigm(value: unknown): value is Paradigm {
  const { describe, fit, predict } = (value ?? {}) as Partial<Record<keyof Paradigm, unknown>>;
  return [describe, fit, predict].every((part) => typeof part === 'function');
}

/** @throws Error if the module does not define it */
export async function loadAxis(url: string, name: string): Promise<Axis> {
  const { axes } = await loadDefinitions(url);
  const axis = axes.find(({ declaration }) => declaration.name === name);
  if (axis) return axis;
  throw new Error(`the module ${url} defines no axis ${name}`);
}

/** @throws Error if the module does not define it */
export async function loadParadigm(url: string, id: string): Promise<Paradigm> {
  const paradigm = (await loadDefinitions(url)).paradigms.get(id);
  if (paradigm) return paradigm;
  throw new Error(`the module ${url} defines no paradigm ${id}`);
}
