import type { ColumnType } from '../../contracts/candidate/transform.js';

/** `column=type` texts as the contract of searches checks them, by column; a column's name may hold `=` itself. */
export function parseOverrides(texts: readonly string[]): Map<string, ColumnType> {
  return new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      return [text.slice(0, at), text.slice(at + 1) as ColumnType] as const;
    }),
  );
}
