import type { Place } from './finding.js';
import { pointerTo } from './json-schema.js';

/** Characters of a keyword's value in a message. */
const LONGEST_VALUE = 120;

/** JSON pointer to a place, in the document of now. @param nowWrites whether this is the writer's, or the reader's */
export function pointerOf({ writer, reader, finding }: Place, nowWrites: boolean): string {
  const pointer = nowWrites ? writer : reader;
  // What is new stands in the document of now; what is gone, or needed no more, does not.
  if (finding.kind === (nowWrites ? 'unknown' : 'missing')) return pointer + pointerTo('properties', finding.name);
  return pointer;
}

/** What has changed at a place, in words. @param nowWrites whether the writer's schema is that of now, or the reader's */
export function describePlace({ finding }: Place, nowWrites: boolean): string {
  switch (finding.kind) {
    case 'unknown':
      return `\`${finding.name}\` is ${nowWrites ? 'new' : 'gone'}`;
    case 'missing':
      return `\`${finding.name}\` ${nowWrites ? 'may be left out now' : 'is required now'}`;
    case 'alternative':
      return `${nowWrites ? 'an alternative is new' : 'an alternative is gone'}: ${shown(finding.schema)}`;
    case 'keyword': {
      const { keyword, writer, reader } = finding;
      const [before, now] = nowWrites ? [reader, writer] : [writer, reader];
      return `${keyword} was ${shown(before)} and is ${shown(now)}`;
    }
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
