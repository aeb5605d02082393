/** `1 trial`, `2 trials`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Seconds as `8 s`, `2 min 05 s` or `1 h 20 min`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A word of a command line, as a POSIX shell reads it. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command for a person to type, in quotes: `"coaxial resume my-search"`. */
export function commandText(...words: string[]): string {
  return `"${commandLine(...words)}"`;
}

/** The same without quotes around it. */
export function commandLine(...words: string[]): string {
  return ['coaxial', ...words].map(quoted).join(' ');
}
