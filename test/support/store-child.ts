import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const BUILT = resolve(import.meta.dirname, '../../dist/storage');

/** A program of one text, with the built store's functions in scope and the store of a folder as `store`. */
function program(folder: string, code: string): string[] {
  const url = (name: string): string => JSON.stringify(pathToFileURL(join(BUILT, `${name}.js`)).href);
  const head = [
    `import { openStore } from ${url('store')};`,
    `import { readCheckpoint, writeCheckpoint } from ${url('checkpoints')};`,
    `const store = openStore(${JSON.stringify(folder)});`,
    `const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');`,
  ];
  return ['--input-type=module', '-e', [...head, code].join('\n')];
}

/** A process of its own that works with a store. */
export class StoreChild {
  private readonly said: unknown[] = [];
  private text = '';
  private complaint = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (this.text + text).split('\n');
      this.text = lines.pop()!;
      this.said.push(...lines.map((line) => JSON.parse(line) as unknown));
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.complaint += text));
  }

  static start(folder: string, code: string): StoreChild {
    return StoreChild.of(process.execPath, program(folder, code));
  }

  /** Under a shell's preparation, such as `ulimit -f 8`. */
  static startUnder(shell: readonly string[], preparation: string, folder: string, code: string): StoreChild {
    const [first, ...rest] = [...shell, `${preparation} && exec "$0" "$@"`, process.execPath, ...program(folder, code)];
    return StoreChild.of(first, rest);
  }

  private static of(command: string, words: string[]): StoreChild {
    return new StoreChild(spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What it said so far, by `say`. */
  heard<T>(): T[] {
    return this.said as T[];
  }

  /** Ends its input, for which a program may wait. */
  nudge(): void {
    this.child.stdin!.end();
  }

  /** The next thing it says. @throws Error if it ends without */
  async next<T>(): Promise<T> {
    while (this.said.length === 0) {
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}: ${this.complaint}`);
      await Promise.race([once(this.child.stdout!, 'data'), once(this.child, 'close')]);
    }
    return this.said.shift() as T;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** @throws Error if it fails */
  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    if (this.child.exitCode) throw new Error(`it ended with ${this.child.exitCode}: ${this.complaint}`);
  }
}
