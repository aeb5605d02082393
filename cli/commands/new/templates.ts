import { axisSource } from './axis-template.js';
import { extensionOf, type Blueprint } from './blueprint.js';
import { paradigmSource } from './paradigm-template.js';
import { readme } from './readme-template.js';

/** The texts of its files by their names. */
export function moduleFiles(of: Blueprint): Record<string, string> {
  const ext = extensionOf(of);
  const source = of.kind === 'axis' ? axisSource : paradigmSource;
  return {
    [`index.${ext}`]: source(of.name, importOf(of, 'define')),
    [`${of.name}.test.${ext}`]: testSource(of),
    [`worker.${ext}`]: workerSource(of),
    'README.md': readme(of),
  };
}

/** The import paths of Coaxial's parts. */
function importOf({ checkout }: Blueprint, part: 'define' | 'kit' | 'index'): string {
  if (!checkout) return part === 'index' ? 'coaxial' : `coaxial/${part}`;
  return part === 'kit' ? '../../../kit/index.js' : `../../../${part}.js`;
}

function ownFile({ checkout }: Blueprint): string {
  return checkout ? './index.js' : './index.mjs';
}

function testSource(of: Blueprint): string {
  const { kind, name, checkout } = of;
  const runner = checkout
    ? `import { describe, it } from '@jest/globals';`
    : `import { describe, it } from 'node:test';`;
  return `${runner}
import { ${kind}Checks, ${kind}InProcess } from '${importOf(of, 'kit')}';
import ${kind} from '${ownFile(of)}';

describe('${name}', () => {
  const module = ${kind}InProcess(${kind});
  for (const { name, run } of ${kind}Checks()) it(name, () => run(module));
});
`;
}

function workerSource(of: Blueprint): string {
  const { kind, queue } = of;
  const plural = kind === 'axis' ? 'axes' : 'paradigms';
  return `import { NativeConnection, Worker } from '@temporalio/worker';
import { CoaxialPlugin } from '${importOf(of, 'index')}';
import ${kind} from '${ownFile(of)}';

/** A worker process of this team's own. It reads temporal.yaml, and shares the store that this names with the others. */
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? 'localhost:7233' });
const worker = await Worker.create({
  connection,
  namespace: process.env.TEMPORAL_NAMESPACE ?? 'default',
  taskQueue: '${queue}',
  plugins: [new CoaxialPlugin({ ${plural}: [${kind}] })],
});
await worker.run();
await connection.close();
`;
}
