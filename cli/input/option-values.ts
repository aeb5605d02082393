import { InvalidArgumentError } from 'commander';
import { UserError } from '../../contracts/errors.js';
import { durationSchema } from '../../contracts/search/search-input.js';

/** Parsers of options' values for commander, which names the option if one throws InvalidArgumentError. */

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
  };
}

export function anyNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('A number is needed.');
}

/** Kept as typed after validation. */
export function duration(text: string): string {
  if (durationSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('Write 90s, 5m or 1h30m.');
}

/** At least one name, without duplicates. Whether the names exist is checked after temporal.yaml has been read. */
export function names(text: string): string[] {
  const found = [...new Set(words(text))];
  if (found.length === 0) throw new InvalidArgumentError('Names are needed, with commas between them.');
  return found;
}

/** The texts between commas; none for an empty text. */
export function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Of an option that may be repeated. */
export function collect(text: string, before: string[]): string[] {
  return [...before, text];
}

const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** `10GB`, `500MB`, a number of bytes: to bytes. */
export function byteSize(text: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)b?\s*$/i.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Write 500MB or 10GB.');
  return Number(number) * UNITS[unit.toLowerCase()];
}

/** A parser that throws UserErrors, as commander needs it. */
export function optionValue<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UserError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
