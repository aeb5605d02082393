/** Number of valid multi-byte UTF-8 sequences, and number of non-ASCII bytes outside of them. */
export interface Utf8Count {
  valid: number;
  broken: number;
}

/** Counts by the rules of RFC 3629, but for the few overlong forms and surrogates of three and four bytes. */
export function countUtf8(bytes: Uint8Array): Utf8Count {
  let valid = 0;
  let broken = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    const more = continuations(bytes[i]);
    let found = 0;
    while (found < more && (bytes[i + 1 + found] & 0xc0) === 0x80) found++;
    if (more > 0 && found === more) {
      valid++;
      i += more;
    } else broken++;
  }
  return { valid, broken };
}

/** Number of bytes that follow a leading byte; 0 if it is not one. */
function continuations(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}
