import iconv from 'iconv-lite';
import { UserError } from '../../../contracts/errors.js';

/**
 * Names that the library knows but that are not text encodings; also UTF-32 and UTF-7, which are not used for tables
 * today.
 */
const NO_TEXT = /^(base64|hex|binary|raw|internal|utf-?7.*|(utf|ucs)-?(32|4).*)$/i;

/**
 * @param field name of the option or field, for the message
 * @throws UserError('InvalidInput') for a name that is not known.
 */
export function checkEncoding(name: string, field: string): void {
  if (/^[\w.:+ -]{1,40}$/.test(name) && !NO_TEXT.test(name.trim()) && iconv.encodingExists(name)) return;
  throw new UserError(
    'InvalidInput',
    `${field}: ${JSON.stringify(name)} is not a known encoding; write e.g. utf-8, windows-1252, shift_jis, gb18030, big5, euc-kr, koi8-r, windows-1251, iso-8859-2, utf-16le`,
  );
}
