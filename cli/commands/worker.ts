import { watchInterrupts } from '../processes/interrupt.js';
import { loadProject } from '../project/project.js';
import { runWorker } from '../processes/run-worker.js';

/** `coaxial worker`: the workers of these axes, or all, in this process until Ctrl-C. @returns the exit code. */
export async function worker(roles: string[]): Promise<number> {
  const interrupts = watchInterrupts();
  await runWorker({
    project: await loadProject(),
    roles: roles.length === 0 ? 'all' : roles,
    log: (line) => console.log(line),
    onReady: (address) => console.log(`${roles.length === 0 ? 'all workers' : roles.join(', ')}: ready at ${address}`),
    signal: interrupts.signal,
  });
  interrupts.stop();
  return 0;
}
