import { UserError } from '../../contracts/errors.js';
import { modelFileSchema, OWN_MODEL_FORMAT, SERVED_MODEL_FORMAT, type ModelFile } from './model-file.js';

/**
 * Parses the text of a model.json and checks its consistency.
 *
 * @param path for messages
 * @throws UserError('InvalidModel')
 */
export function parseModelFile(text: string, path: string): ModelFile {
  const damaged = (why: string): UserError => new UserError('InvalidModel', `${path} is damaged: ${why}`);
  let parsed: ReturnType<typeof modelFileSchema.safeParse>;
  try {
    const json: unknown = JSON.parse(text);
    const format = (json as { format?: unknown } | null)?.format;
    if (format !== OWN_MODEL_FORMAT && format !== SERVED_MODEL_FORMAT) throw otherFormat(format, path);
    // Throws a RangeError for JSON that is nested too deeply.
    parsed = modelFileSchema.safeParse(json);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged((error as Error).message);
  }
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`${issue.path.join('.')}: ${issue.message}`);
  }
  const wrong = misfit(parsed.data);
  if (wrong !== null) throw damaged(wrong);
  return parsed.data;
}

function otherFormat(format: unknown, path: string): UserError {
  const known = `formats ${OWN_MODEL_FORMAT} and ${SERVED_MODEL_FORMAT}`;
  const again = 'fit it again ("coaxial extend" a little, or start a new search)';
  const text = JSON.stringify(format) as string | undefined;
  const what = text === undefined ? 'no format' : `format ${text.slice(0, 50)}`;
  return new UserError('InvalidModel', `${path} has ${what}; this release reads ${known}: ${again}`);
}

/** An inconsistency of a model; null for none. */
function misfit({ task, classes, prior, columns, transforms }: ModelFile): string | null {
  if (task === 'regression' ? classes.length > 0 : classes.length < 2) return `${task} with ${classes.length} classes`;
  if ((prior?.shares.length ?? 0) !== classes.length) return 'prior: it is of other classes';
  const typeOf = new Map(columns.map(({ name, reading }) => [name, reading.type]));
  if (typeOf.size < columns.length) return 'columns: two have the same name';
  for (const { name, kind } of transforms.columns) {
    const type = typeOf.get(name);
    if (type === undefined) return `transforms: ${name} is none of the columns`;
    if (kind !== (type === 'categorical' || type === 'boolean' ? 'category' : type))
      return `transforms: ${name} is ${type}, not ${kind}`;
  }
  return null;
}
