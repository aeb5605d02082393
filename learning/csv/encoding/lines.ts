const LF = 10;
const CR = 13;

/** The line that a byte is in, from 1. Lines end by LF, CRLF or CR; a line end belongs to the line that it ends. */
export function lineAt(text: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (text[i] === LF || (text[i] === CR && text[i + 1] !== LF)) line++;
  }
  return line;
}

/** The line ends of a text: all that occur, as they may be mixed, and CRCRLF from a double conversion. */
export function lineEnds(text: Buffer): string[] {
  if (!text.includes(CR)) return ['\n'];
  return [...(text.includes('\r\r\n') ? ['\r\r\n'] : []), '\r\n', '\n', '\r'];
}

/** Where the line that begins at `start` ends, its line end included. */
export function endOfLine(text: Buffer, start: number): number {
  for (let i = start; i < text.length; i++) {
    if (text[i] === LF) return i + 1;
    if (text[i] === CR) return text[i + 1] === LF ? i + 2 : i + 1;
  }
  return text.length;
}
