import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExport } from '../../../training/model/exported-form.js';
import { boosting } from '../../../activities/paradigms/boosting/index.js';
import { exportedModelSchema, fitReplySchema, fitSpecSchema } from '../../../contracts/module/fit-predict.js';
import { decodeMatrix, decodePredictions } from '../../../learning/arrays/arrow.js';
import { findProgram } from '../../../server/program.js';
import { openStore } from '../../../storage/store.js';
import { pythonOfTeam, run, whyNoPython } from '../../support/python-team.js';

// Where there is no environment yet, it is made first; and where there is no server program, that.
jest.setTimeout(1_500_000);

const why = whyNoPython();
const withPython = why === null ? describe : describe.skip;
if (why !== null) console.warn(`the Python team is not tested: ${why}`);

withPython('the Python team', () => {
  it('passes its own tests', async () => {
    const python = await pythonOfTeam();
    const { path } = await findProgram(() => undefined);
    const said = await run(python, ['-m', 'pytest', '-q'], { ...process.env, COAXIAL_TEMPORAL: path });
    expect(said).toMatch(/\d+ passed/);
    // Only a missing server would have some skipped.
    expect(said).not.toMatch(/skipped/);
  });

  describe('exports models', () => {
    let folder: string;

    beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'coaxial-exported-'))));
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('with which Coaxial predicts the same itself', async () => {
      const said = await run(await pythonOfTeam(), ['-m', 'tests.write_exported', folder]);
      const models = said.trim().split('\n').map(readModel);
      expect(models).toHaveLength(6);
      const { artifacts } = openStore(folder);
      for (const { classes, fit, reply, exported } of models) {
        const job = { kind: 'export' as const, store: folder, exported, matrix: fit.train, classes };
        const read = await runExport({ boosting }, job);
        if ('wrong' in read) throw new Error(read.wrong);
        const { x } = decodeMatrix(await artifacts.get(fit.valid!));
        const own = await boosting.predict(read.model, x);
        const theirs = decodePredictions(await artifacts.get(reply.predictions!), { rows: x.rows, classes });
        const largest = Math.max(...theirs.map((value, i) => Math.abs(value - own[i]) / Math.max(1, Math.abs(value))));
        expect(largest).toBeLessThan(1e-9);
      }
    });
  });
});

function readModel(line: string) {
  const { classes, fit, reply } = JSON.parse(line) as { classes: number; fit: unknown; reply: unknown };
  const completed = fitReplySchema.parse(reply);
  if (completed.status !== 'completed') throw new Error(completed.reason);
  const exported = exportedModelSchema.parse(completed.exported);
  return { classes, fit: fitSpecSchema.parse(fit), reply: completed, exported };
}
