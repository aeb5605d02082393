import type { Architecture, ArchitectureSpace } from '../../contracts/candidate/architecture.js';
import { decodeColumns, highestColumn } from '../../contracts/candidate/column-set.js';
import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { canonicalJson } from '../../contracts/json.js';
import { pointError } from '../../contracts/candidate/space.js';
import { transformFits, type Transforms } from '../../contracts/candidate/transform.js';

/** Why a candidate is outside the search's spaces, in words, or null. Axes can be other teams' code. */
export function candidateError(context: SearchContext, candidate: Candidate): string | null {
  const paradigm = context.paradigms.find(({ id }) => id === candidate.paradigm);
  if (!paradigm) return `${candidate.paradigm} is not a paradigm of this search`;
  return (
    columnsError(context, candidate) ??
    pointError(paradigm.hyperparameters, candidate.hyperparameters) ??
    architectureError(paradigm.architecture, candidate.architecture)
  );
}

function columnsError(context: SearchContext, candidate: Candidate): string | null {
  const { features, foldFeatures, transforms } = candidate;
  const count = context.columns.length;
  const { folds } = context.plan;
  if (foldFeatures && foldFeatures.length !== folds) {
    return `columns are given for ${foldFeatures.length} folds, there are ${folds}`;
  }
  for (const kept of [features, ...(foldFeatures ?? [])]) {
    const highest = highestColumn(kept);
    if (highest === null) return 'no column is kept';
    if (highest >= count) return `column ${highest} does not exist, there are ${count}`;
  }
  return overridesError(context, transforms.overrides);
}

/** Overrides must be in canonical form: otherwise equal candidates would be trained twice. */
function overridesError({ columns: all }: SearchContext, overrides: Transforms['overrides']): string | null {
  const overridden = new Set<number>();
  const seen = new Set<string>();
  let before = -1;
  for (const { columns, transform } of overrides) {
    const highest = highestColumn(columns);
    if (highest === null) return 'an override is of no column';
    if (highest >= all.length) return `column ${highest} of an override does not exist, there are ${all.length}`;
    const decoded = decodeColumns(columns);
    for (const column of decoded) {
      if (overridden.has(column)) return `column ${column} stands in two overrides`;
      overridden.add(column);
      const { type, name } = all[column];
      if (!transformFits(type, transform)) return `the transform of column ${name} is not one for a ${type} column`;
    }
    if (decoded[0] < before) return `the overrides are not in the order of their first columns (column ${decoded[0]})`;
    before = decoded[0];
    const text = canonicalJson(transform);
    if (seen.has(text))
      return `the override of column ${decoded[0]} repeats the transform of another: it has to be one`;
    seen.add(text);
  }
  return null;
}

function architectureError(space: ArchitectureSpace | null, architecture: Architecture | null): string | null {
  if (!space) return architecture ? 'an architecture is set for a paradigm without one' : null;
  if (!architecture) return 'the architecture is missing';
  const { layers } = architecture;
  if (layers.length < space.layers.min || layers.length > space.layers.max) {
    return `${layers.length} layers, where ${space.layers.min} to ${space.layers.max} are allowed`;
  }
  const bad = layers.findIndex(
    ({ units, activation, dropout }) =>
      units < space.units.min ||
      units > space.units.max ||
      !space.activations.includes(activation) ||
      dropout < space.dropout.min ||
      dropout > space.dropout.max,
  );
  return bad < 0 ? null : `layer ${bad + 1} lies outside the architecture space`;
}
