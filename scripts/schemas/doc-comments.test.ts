import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readDocComments } from './doc-comments.js';

const MODULE_A = `
import { z } from 'zod';
/** A name. */
export const nameSchema = z.string().max(9);

/**
 * An owner,
 * of something.
 */
export const ownerSchema = z.strictObject({
  /** What people call it. */
  name: nameSchema,
  // not a doc comment
  plain: z.string(),
  /** Where to reach it. */
  contact: z.strictObject({
    /** By mail. */
    mail: z.string().optional(),
  }).nullable().optional(),
});
`;
const MODULE_B = `
import { z } from 'zod';
import { ownerSchema } from './a.js';

const common = {
  /** Given by the store. */
  id: z.string(),
};

/** One part. */
const partSchema = z.strictObject({
  /** In bytes. */
  size: z.int(),
});

export const thingSchema = z.strictObject({
  ...common,
  ...ownerSchema.shape,
  parts: z.array(partSchema).min(1).max(3),
  /** By name. */
  more: z.record(z.string(), z.strictObject({
    /** How many. */
    count: z.int(),
  })),
  pair: z.tuple([z.string(), partSchema]),
  state: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('on') }),
    /** Somebody has to look. */
    z.strictObject({
      is: z.literal('off'),
      /** In words. */
      why: z.string(),
    }),
  ]),
});

/** The same, and when. */
export const laterSchema = thingSchema.omit({ pair: true }).extend({});
export const datedSchema = thingSchema.extend({
  /** In seconds. */
  at: z.number(),
  /** Who gave it. */
  id: z.string(),
});
`;

const nameSchema = z.string().max(9);
const ownerSchema = z.strictObject({
  name: nameSchema,
  plain: z.string(),
  contact: z.strictObject({ mail: z.string().optional() }).nullable().optional(),
});
const partSchema = z.strictObject({ size: z.int() });
const counted = z.strictObject({ count: z.int() });
const off = z.strictObject({ is: z.literal('off'), why: z.string() });
const thingSchema = z.strictObject({
  id: z.string(),
  ...ownerSchema.shape,
  parts: z.array(partSchema).min(1).max(3),
  more: z.record(z.string(), counted),
  pair: z.tuple([z.string(), partSchema]),
  state: z.discriminatedUnion('is', [z.strictObject({ is: z.literal('on') }), off]),
});
const datedSchema = thingSchema.extend({ at: z.number(), id: z.string() });

const comments = readDocComments([
  { path: 'a.ts', text: MODULE_A, exports: { nameSchema, ownerSchema } },
  { path: 'b.ts', text: MODULE_B, exports: { thingSchema, datedSchema, helper: () => null } },
]);

describe('readDocComments', () => {
  it('reads those of schemas, on one line', () => {
    expect(comments.of(nameSchema)).toBe('A name.');
    expect(comments.of(ownerSchema)).toBe('An owner, of something.');
    expect(comments.of(thingSchema)).toBeUndefined();
  });

  it('reads those of properties, and no other comments', () => {
    expect(comments.ofProperty(ownerSchema, 'name')).toBe('What people call it.');
    expect(comments.ofProperty(ownerSchema, 'plain')).toBeUndefined();
    expect(comments.ofProperty(ownerSchema, 'constructor')).toBeUndefined();
  });

  it('reads within what may be null, lists, records, tuples and alternatives', () => {
    const contact = ownerSchema.shape.contact.unwrap().unwrap();
    expect(comments.ofProperty(contact, 'mail')).toBe('By mail.');
    expect(comments.ofProperty(partSchema, 'size')).toBe('In bytes.');
    expect(comments.ofProperty(counted, 'count')).toBe('How many.');
    expect([comments.of(off), comments.ofProperty(off, 'why')]).toEqual(['Somebody has to look.', 'In words.']);
  });

  it('knows where properties were taken over from', () => {
    expect(comments.ofProperty(thingSchema, 'name')).toBe('What people call it.');
    expect(comments.ofProperty(thingSchema, 'id')).toBe('Given by the store.');
    expect(comments.ofProperty(datedSchema, 'contact')).toBe('Where to reach it.');
    expect(comments.ofProperty(datedSchema, 'id')).toBe('Who gave it.');
    expect(comments.ofProperty(datedSchema, 'at')).toBe('In seconds.');
  });

  it('knows schemas that have no export of their own', () => {
    expect(comments.of(partSchema)).toBe('One part.');
  });
});
