import { UserError } from '../../contracts/errors.js';
import { configuredEndpoint } from '../../server/endpoint.js';
import { startServer } from '../../server/start.js';
import { aborted, watchInterrupts } from '../processes/interrupt.js';
import { loadProject } from '../project/project.js';

/** `coaxial server`: this home's server until Ctrl-C. @returns the exit code. */
export async function server(): Promise<number> {
  const { home, settings } = await loadProject();
  const configured = configuredEndpoint(settings.profile);
  if (configured) {
    throw new UserError(
      'InvalidInput',
      `the server ${configured.connection.address} is configured (${configured.how}) and is used in place of one of this home's own`,
    );
  }
  const interrupts = watchInterrupts();
  const use = await startServer({ home, log: (line) => console.log(line) });
  try {
    const { connection, webUi } = use.endpoint;
    console.log(`${use.started ? 'server' : 'server (runs already)'}  ${connection.address}`);
    console.log(`web ui  ${webUi}`);
    console.log(`state   ${home}`);
    await aborted(interrupts.signal);
  } finally {
    await use.release();
    interrupts.stop();
  }
  return 0;
}
