import { createServer } from 'node:net';

export const LOCAL_HOST = '127.0.0.1';

/** Whether a server could listen on this port of the local host. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: LOCAL_HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** `count` different ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(
      probes.map(
        (probe) =>
          new Promise<number>((resolve, reject) => {
            probe.once('error', reject);
            probe.listen({ port: 0, host: LOCAL_HOST }, () => {
              const address = probe.address();
              if (address && typeof address === 'object') resolve(address.port);
              else reject(new Error('no port was given'));
            });
          }),
      ),
    );
  } finally {
    await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  }
}
