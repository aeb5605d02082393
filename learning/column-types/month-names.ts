/** Languages whose month and weekday names are read; if a name has two meanings, the first language wins. */
const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'ru',
  'uk',
  'cs',
  'ro',
  'tr',
  'el',
];
/** Shortened names that no locale has. */
const MORE: Readonly<Record<string, number>> = { sept: 9, mrz: 3, okt: 10, dez: 12 };

let months: ReadonlyMap<string, number> | null = null;
let weekdays: ReadonlySet<string> | null = null;

/** The month, from 1, that a name in one of the languages means, whole or shortened; null for other words. */
export function monthOf(name: string): number | null {
  months ??= new Map([...namesOf('month', 12, (i) => Date.UTC(2024, i, 15)), ...Object.entries(MORE)].reverse());
  return months.get(plain(name)) ?? null;
}

export function isWeekday(name: string): boolean {
  // 2024-01-01 was a Monday.
  weekdays ??= new Set(namesOf('weekday', 7, (i) => Date.UTC(2024, 0, 1 + i)).map(([word]) => word));
  return weekdays.has(plain(name));
}

/** Each name with its number, from 1. */
function namesOf(part: 'month' | 'weekday', count: number, time: (index: number) => number): [string, number][] {
  const found: [string, number][] = [];
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      // Format with a day, because names have another form in dates (genitive).
      for (const day of [{}, { day: 'numeric' as const }]) {
        const format = new Intl.DateTimeFormat(language, { [part]: style, ...day, timeZone: 'UTC' });
        for (let i = 0; i < count; i++) {
          const name = format.formatToParts(time(i)).find(({ type }) => type === part)?.value ?? '';
          if (/\p{L}/u.test(name)) found.push([plain(name), i + 1]);
        }
      }
    }
  }
  return found;
}

/** Lower case, without marks above letters and without a dot behind. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');
}
