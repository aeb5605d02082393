import Table from 'cli-table3';

/** @param aligned `l` or `r` for each column */
export function plainTable(head: string[], aligned: string): Table.Table {
  return new Table({
    head,
    colAligns: [...aligned].map((side) => (side === 'l' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
}

/** No lines but one under the head: it reads well in logs too. */
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};
