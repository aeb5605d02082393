import type { Architecture, ArchitectureSpace } from '../../contracts/architecture.js';
import { decodeColumns } from '../../contracts/column-set.js';
import type { Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import { pointError } from '../../contracts/space.js';
import { transformFits } from '../../contracts/transform.js';

/** Why a candidate lies outside the search's spaces, in words, or null: axes are other teams' code. */
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
  for (const kept of [features, ...(foldFeatures ?? [])].map(decodeColumns)) {
    if (kept.length === 0) return 'no column is kept';
    if (kept.some((column) => column >= count))
      return `column ${kept[kept.length - 1]} does not exist, there are ${count}`;
  }
  const overridden = new Set<number>();
  for (const { columns, transform } of transforms.overrides) {
    for (const column of decodeColumns(columns)) {
      if (column >= count) return `column ${column} of an override does not exist, there are ${count}`;
      if (overridden.has(column)) return `column ${column} stands in two overrides`;
      overridden.add(column);
      const { type, name } = context.columns[column];
      if (!transformFits(type, transform)) return `the transform of column ${name} is not one for a ${type} column`;
    }
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
