import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../contracts/errors.js';
import { readCsv } from './index.js';
import { checkUnpackedSize } from './unpack.js';

const MEGABYTE = 2 ** 20;
const read = (bytes: Uint8Array | string, maxBytes?: number): number =>
  readCsv(Buffer.from(bytes), 'file.csv', { maxBytes }).rows;

/** A gzip file of zeros in one field: many members, so that its last bytes tell nothing of its size. */
function bomb(megabytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(MEGABYTE, '0'));
  return Buffer.concat([gzipSync('a,b\n1,'), ...Array<Buffer>(megabytes).fill(member)]);
}

describe('a file that is packed', () => {
  it('in several members is read whole', () => {
    expect(read(Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]))).toBe(2);
  });

  it('is refused at the limit while it is unpacked, in little memory', async () => {
    const file = bomb(400);
    const before = process.memoryUsage().rss;
    await expect(checkUnpackedSize(file, 'file.csv', 300 * MEGABYTE)).rejects.toThrow(
      'file.csv has more than 300 MB of text, the most that is read: raise data.maxMegabytes in temporal.yaml',
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEGABYTE);
    expect(() => read(file, MEGABYTE)).toThrow('file.csv has more than 1 MB of text');
    await checkUnpackedSize(gzipSync('a,b\n1,2\n'), 'file.csv', 100);
  });

  it('and damaged is refused with the cause', async () => {
    const file = gzipSync(`a,b\n${'1,2\n'.repeat(100_000)}`);
    const flipped = Buffer.from(file);
    flipped[flipped.length - 6] ^= 1;
    for (const [bytes, message] of [
      [file.subarray(0, file.length / 2), /^file\.csv is cut off: its gzip data end too early/],
      [flipped, /^file\.csv is damaged: its gzip data cannot be unpacked/],
    ] as const) {
      expect(() => read(bytes)).toThrow(message);
      await expect(checkUnpackedSize(bytes, 'file.csv', MEGABYTE)).rejects.toThrow(message);
    }
    expect(() => read(gzipSync(gzipSync('a,b\n1,2\n')))).toThrow('file.csv is packed by gzip twice: unpack it once');
  });
});

describe('what no memory is given to', () => {
  it('a text beyond the limit', () => {
    expect(() => read('a,b\n1,2\n', 4)).toThrow(/^file\.csv has more than .* MB of text/);
  });

  it('a field of many megabytes, a quote that swallows the file', () => {
    const huge = Buffer.alloc(20 * MEGABYTE, 'x');
    for (const start of ['a,b\n1,2\n3,', 'a,b\n1,2\n"3,', '']) {
      const line = start.split('\n').length;
      expect(() => read(Buffer.concat([Buffer.from(start), huge]))).toThrow(
        `file.csv, line ${line}: a row has more than 16 MB, the most that is read; is a quote opened there and never closed, or is it no CSV file?`,
      );
    }
  });

  it('a header of absurd width', () => {
    expect(() => read(`${'a,'.repeat(100_000)}b\n1\n`)).toThrow(
      'file.csv, line 1: a header of 100001 columns; at most 100000 are read. Is the table turned on its side?',
    );
  });
});

describe('a file of another kind', () => {
  it.each<[string, string | Buffer, RegExp]>([
    [
      'a workbook',
      Buffer.from('PK\x03\x04\x14\0\x06\0 xl/workbook.xml', 'latin1'),
      /an Excel workbook \(\.xlsx\): save the sheet as CSV/,
    ],
    ['an archive', Buffer.from('PK\x03\x04\x14\0\x06\0 data.csv', 'latin1'), /a zip archive: unpack it first/],
    ['an old workbook', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), /an old Excel workbook/],
    ['Parquet', Buffer.from('PAR1\x15\x04\x15\0', 'latin1'), /a Parquet file: write the table to a CSV file first/],
    ['SQLite', Buffer.from('SQLite format 3\0\x10', 'latin1'), /an SQLite database/],
    ['xz', Buffer.from('\xfd7zXZ\0\0\x04', 'latin1'), /packed by xz: unpack it first/],
    ['a packed archive', gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0')])), /a tar archive/],
    ['a web page', '\n<!DOCTYPE html><html>', /a web page: download the data themselves/],
    ['JSON', '\ufeff[ {"a": 1} ]', /JSON/],
    ['lines of JSON', '{"a": 1}\n{"a": 2}\n', /JSON/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n', /Git LFS .*git lfs pull/],
  ])('%s is named', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(UserError);
    expect(() => read(bytes)).toThrow(message);
  });

  it('is not seen in a header that begins alike', () => {
    for (const name of ['PAR1', 'BZh', 'RDX2', '{x', '[1]', '<b>']) expect(read(`${name},b\n1,2\n`)).toBe(1);
  });
});
