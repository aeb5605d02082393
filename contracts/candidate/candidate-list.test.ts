import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from './candidate.js';
import { candidateListSchema, listLength, sliceList, type CandidateList } from './candidate-list.js';

const REF = `sha256:${'0'.repeat(64)}`;
const all = Array.from({ length: 20 }, (_, i) => ({ paradigm: `p${i}` }) as Candidate);

const KEYS = all.map((_, i) => String(i).padStart(64, '0'));

/** What is meant by a list of the above. */
function meant(list: CandidateList): Candidate[] {
  if ('inline' in list) return list.inline;
  return 'trials' in list ? list.trials.map((key) => all[KEYS.indexOf(key)]) : all.slice(list.from, list.to);
}

describe('a list of candidates in a payload', () => {
  it('is cut in the same way, in the payload or in the store', () => {
    const part = fc.tuple(fc.nat(25), fc.oneof(fc.nat(25), fc.constant(Infinity)));
    fc.assert(
      fc.property(part, part, ([start, end], [innerStart, innerEnd]) => {
        const expected = all.slice(start, end).slice(innerStart, innerEnd);
        const lists: CandidateList[] = [
          { inline: all },
          { ref: REF, from: 0, to: all.length },
          { trials: KEYS, of: 'search' },
        ];
        for (const list of lists) {
          const cut = sliceList(sliceList(list, start, end), innerStart, innerEnd);
          expect(meant(cut)).toEqual(expected);
          expect(listLength(cut)).toBe(expected.length);
        }
      }),
    );
  });

  it('holds no more than a step may propose', () => {
    expect(candidateListSchema.safeParse({ ref: REF, from: 0, to: 256 }).success).toBe(true);
    expect(candidateListSchema.safeParse({ ref: REF, from: 0, to: 257 }).success).toBe(false);
  });
});
