import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { issuesText } from './issues.js';

const document = z.union([z.strictObject({ inline: z.array(z.int()).max(2) }), z.strictObject({ ref: z.string() })]);
const schema = z.strictObject({ state: document, size: z.union([z.int(), z.literal('all')]) });

function textOf(value: unknown): string {
  return issuesText(schema.safeParse(value).error!);
}

describe('what a schema found wrong', () => {
  it('is that of the option of a union that was meant', () => {
    expect(textOf({ state: { inline: [1, 'two'] }, size: 1 })).toMatch(/^state\.inline\.1: /);
    expect(textOf({ state: { inline: 'many' }, size: 1 })).toMatch(/^state\.inline: .*expected array/);
    expect(textOf({ state: { inline: [1, 2, 3] }, size: 1 })).toMatch(/^state\.inline: Too big/);
    expect(textOf({ state: { ref: 7 }, size: 1 })).toMatch(/^state\.ref: .*expected string/);
  });

  it('is said of the union where no option was meant', () => {
    expect(textOf({ state: { inline: [] }, size: 'few' })).toBe('size: Invalid input');
  });
});
