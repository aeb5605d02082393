/** An ordered list of columns as text, for a state: base64 of two bytes a column, or four if necessary. */
export function orderText(columns: readonly number[]): string {
  const wide = columns.some((column) => column > 0xffff);
  const numbers = wide ? Uint32Array.from(columns) : Uint16Array.from(columns);
  return `${wide ? 4 : 2}${Buffer.from(numbers.buffer).toString('base64')}`;
}

export function orderOf(text: string): number[] {
  const width = Number(text[0]);
  const bytes = Buffer.from(text.slice(1), 'base64');
  return Array.from({ length: bytes.length / width }, (_, i) => bytes.readUIntLE(width * i, width));
}
