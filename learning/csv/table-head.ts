import type { Sample } from './sniff-delimiter.js';

/** What is known of a table once its header has been read. */
export interface TableHead {
  /** The file's name, for messages. */
  name: string;
  /** The file's text, as UTF-8. */
  text: Buffer;
  /** Bytes at which the header begins, and the rows. */
  headerStart: number;
  bodyStart: number;
  header: string[];
  sample: Sample;
  lineEnds: string[];
  /** Whether a row that equals the header is a repeated header. */
  repeats: boolean;
}
