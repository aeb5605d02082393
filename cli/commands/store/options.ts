import { InvalidArgumentError, type Command } from 'commander';
import type { GcOptions } from './gc.js';

/** What the subcommands of `coaxial store` do; each gives the exit code. */
export interface StoreCommands {
  storeStats(options: { json?: boolean }): Promise<number>;
  storeVerify(options: { json?: boolean }): Promise<number>;
  storeGc(options: GcOptions): Promise<number>;
}

/** Loaded when they are asked for. */
export const STORE_COMMANDS: StoreCommands = {
  storeStats: async (options) => (await import('./stats.js')).storeStats(options),
  storeVerify: async (options) => (await import('./verify.js')).storeVerify(options),
  storeGc: async (options) => (await import('./gc.js')).storeGc(options),
};

/** Declares `coaxial store` and its subcommands. */
export function addStoreCommands(program: Command, commands: StoreCommands, onExit: (code: number) => void): void {
  const store = program.command('store').description('look at what searches keep on disk, check it, make room');
  store
    .command('stats')
    .description('say how large the store is, and how often its trials were trained')
    .option('--json', 'as one line of JSON')
    .action(async (options: { json?: boolean }) => onExit(await commands.storeStats(options)));
  store
    .command('verify')
    .description('read all that has a checksum, and put aside what is damaged')
    .option('--json', 'as one line of JSON')
    .action(async (options: { json?: boolean }) => onExit(await commands.storeVerify(options)));
  store
    .command('gc')
    .description('remove what nobody can need, and make the store as small as temporal.yaml says')
    .option('--max-size <size>', 'how large it may be, such as 500MB or 10GB (default: store.maxGigabytes)', size)
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--json', 'as one line of JSON')
    .action(async (options: GcOptions) => onExit(await commands.storeGc(options)));
}

const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** `10GB`, `500MB`, a number of bytes: to bytes. */
function size(text: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)b?\s*$/i.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Write 500MB or 10GB.');
  return Number(number) * UNITS[unit.toLowerCase()];
}
