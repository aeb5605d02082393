import { z } from 'zod';

/** Longest id of a search, in characters. */
const LONGEST_ID = 150;

const RULES: readonly (readonly [test: RegExp, problem: string])[] = [
  [/[\p{Cc}\p{Zl}\p{Zp}]/u, 'it has a control character or a line break'],
  [/\p{C}/u, 'it has an invisible character, such as one that changes the direction of writing'],
  [/(?! )\p{Z}/u, 'it has a space that is not a plain space'],
  [/[/\\]/, 'it has a slash'],
  [/[%?#*]/, 'it has one of % ? # *, which links and file names do not keep'],
  [/^ | $/, 'it begins or ends with a space'],
  [/\.$/, 'it ends with a dot'],
  [/^-/, 'it begins with a dash, as options do'],
];

/**
 * Why a text cannot be the id of a new search. Ids are used in links, on command lines and in names of folders.
 *
 * @returns a sentence, or null for a valid id
 */
export function searchIdProblem(id: string): string | null {
  const problem =
    id === ''
      ? 'it is empty'
      : [...id].length > LONGEST_ID
        ? `it has more than ${LONGEST_ID} characters`
        : RULES.find(([test]) => test.test(id))?.[1];
  if (problem === undefined) return null;
  return `a search cannot have this id: ${problem}. Letters, digits, spaces between others and . _ - : are good`;
}

/** The id of a new search. */
export const searchIdSchema = z.string().superRefine((id, context) => {
  const problem = searchIdProblem(id);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});
