import { UserError } from '../../contracts/errors.js';

const SAVE_AS_CSV = 'save the sheet as CSV';
const WRITE_AS_CSV = 'write the table to a CSV file first';
const UNPACK = 'unpack it first (.csv and .csv.gz are read)';

/** First bytes of files that are not text, with their kind and what to do. */
const BINARY: [start: string, kind: string, todo: string][] = [
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls) or another Office file', SAVE_AS_CSV],
  ['PAR1', 'a Parquet file', WRITE_AS_CSV],
  ['ARROW1', 'an Arrow file', WRITE_AS_CSV],
  ['FEA1', 'a Feather file', WRITE_AS_CSV],
  ['ORC', 'an ORC file', WRITE_AS_CSV],
  ['Obj\x01', 'an Avro file', WRITE_AS_CSV],
  ['SQLite format 3\0', 'an SQLite database', WRITE_AS_CSV],
  ['\x89HDF', 'an HDF5 file', WRITE_AS_CSV],
  ['\x93NUMPY', 'a NumPy file', WRITE_AS_CSV],
  ['\x80\x04\x95', 'a Python pickle', WRITE_AS_CSV],
  ['RDX', 'an R data file', WRITE_AS_CSV],
  ['X\n\0', 'an R data file', WRITE_AS_CSV],
  ['$FL2', 'an SPSS file', WRITE_AS_CSV],
  ['<stata_dta>', 'a Stata file', WRITE_AS_CSV],
  ['%PDF', 'a PDF', WRITE_AS_CSV],
  ['PK\x03\x04', 'a zip archive', UNPACK],
  ['BZh', 'packed by bzip2', UNPACK],
  ['\xfd7zXZ\0', 'packed by xz', UNPACK],
  ['\x28\xb5\x2f\xfd', 'packed by zstd', UNPACK],
  ['\x04\x22\x4d\x18', 'packed by lz4', UNPACK],
  ['7z\xbc\xaf', 'a 7z archive', UNPACK],
  ['Rar!\x1a', 'a RAR archive', UNPACK],
];

const TEXTS: [start: RegExp, kind: string, todo: string][] = [
  [/^(<!doctype html|<html)/i, 'a web page', 'download the data themselves (was a login asked for?)'],
  [/^<\?xml/i, 'XML', WRITE_AS_CSV],
  [/^(\{\s*"|\[\s*[[{])/, 'JSON', WRITE_AS_CSV],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS in place of the data', 'run "git lfs pull"'],
];

const CONTROLS = /[\0-\x08\x0e-\x1f]/;
const LOOKED_AT = 1024;
/** Offset of the signature of a tar archive. */
const TAR_MARK = 257;

/** @throws UserError('InvalidData') for a file of a known kind that is not CSV, with the kind and what to do. */
export function refuseOtherKinds(bytes: Buffer, name: string): void {
  const start = bytes.toString('latin1', 0, LOOKED_AT);
  const text = start.replace(/^(\xef\xbb\xbf)?\s*/, '');
  // A header may begin with such letters, but has no control characters.
  const binary = CONTROLS.test(start) ? (BINARY.find(([mark]) => start.startsWith(mark)) ?? tarOf(start)) : undefined;
  const found = binary ?? TEXTS.find(([mark]) => mark.test(text));
  if (!found) return;
  const [, kind, todo] = found[1] === 'a zip archive' ? zipOf(bytes) : found;
  throw new UserError('InvalidData', `${name} is not a CSV file but ${kind}: ${todo}`);
}

function tarOf(start: string): (typeof BINARY)[number] | undefined {
  return start.startsWith('ustar', TAR_MARK) ? ['', 'a tar archive', UNPACK] : undefined;
}

/** Excel workbooks are zip archives too. */
function zipOf(bytes: Buffer): (typeof BINARY)[number] {
  if (bytes.includes('xl/workbook')) return ['', 'an Excel workbook (.xlsx)', SAVE_AS_CSV];
  if (bytes.includes('oasis.opendocument')) return ['', 'an OpenDocument file (.ods)', SAVE_AS_CSV];
  return ['', 'a zip archive', UNPACK];
}
