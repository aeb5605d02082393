/**
 * Temporal's own payload converter, but strict: where JSON would silently turn a value into something else, it refuses
 * the payload and says where in it the value stands. Workers name this file by `payloadConverterPath`; the workflow
 * sandbox loads it too. A CommonJS module, for that is how Temporal loads it.
 */
import common = require('@temporalio/common');

/** Type of the failure of a payload that was refused. */
const NOT_JSON = 'NotJson';

interface Found {
  path: string;
  what: string;
}

/** Recognised by their tags: the workflow sandbox has constructors of its own. */
const REFUSED: Readonly<Record<string, string>> = {
  '[object Map]': 'a Map',
  '[object Set]': 'a Set',
  '[object ArrayBuffer]': 'an ArrayBuffer',
  '[object SharedArrayBuffer]': 'a SharedArrayBuffer',
};

/**
 * The first value that JSON has no form for, and where it stands; null where there is none.
 *
 * @param around the objects that it stands in
 */
function findNotJson(value: unknown, path: string, around: readonly object[] = []): Found | null {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? null : { path, what: String(value) };
    case 'bigint':
      return { path, what: `the BigInt ${value}` };
    case 'object':
      return value === null ? null : findInObject(value, path, around);
    default:
      return null;
  }
}

function findInObject(value: object, path: string, around: readonly object[]): Found | null {
  if (around.includes(value)) return { path, what: 'an object that it stands in itself' };
  const tag = Object.prototype.toString.call(value);
  const what = REFUSED[tag] ?? (ArrayBuffer.isView(value) ? `a ${tag.slice('[object '.length, -1)}` : undefined);
  if (what !== undefined) return { path, what };
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return findNotJson((value as { toJSON(): unknown }).toJSON(), path, [...around, value]);
  }
  const entries = Array.isArray(value)
    ? value.map((one: unknown, i) => [`${path}[${i}]`, one] as const)
    : Object.entries(value).map(([key, one]) => [pathTo(path, key), one as unknown] as const);
  for (const [at, one] of entries) {
    const found = findNotJson(one, at, [...around, value]);
    if (found) return found;
  }
  return null;
}

function pathTo(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

class StrictJsonPayloadConverter extends common.JsonPayloadConverter {
  /** @throws ApplicationFailure that is not retried: it fails a workflow, rather than its tasks for ever */
  override toPayload(value: unknown): common.Payload | undefined {
    const found = findNotJson(value, '');
    if (!found) return super.toPayload(value);
    const where = found.path === '' ? 'the value' : found.path;
    const message = `${where} is ${found.what}, which JSON has no form for: it would arrive as something else`;
    throw common.ApplicationFailure.nonRetryable(message, NOT_JSON);
  }
}

const payloadConverter: common.PayloadConverter = new common.CompositePayloadConverter(
  new common.UndefinedPayloadConverter(),
  new common.BinaryPayloadConverter(),
  new StrictJsonPayloadConverter(),
);

export = { payloadConverter };
