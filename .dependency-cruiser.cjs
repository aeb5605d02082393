/**
 * The dependency rule (docs/architecture.md): each folder with the folders that it may import, beside itself.
 * Folders that are not listed may import everything.
 */
const MAY_IMPORT = {
  contracts: [],
  random: ['contracts'],
  learning: ['contracts', 'random'],
  optimizers: ['contracts', 'random'],
  storage: ['contracts'],
  training: ['contracts', 'random', 'learning', 'storage'],
  workflows: ['contracts'],
  client: ['contracts', 'storage', 'workflows'],
  prediction: ['contracts', 'learning', 'storage', 'training', 'activities'],
  activities: ['contracts', 'random', 'learning', 'optimizers', 'storage', 'training'],
  kit: ['contracts', 'random', 'learning', 'optimizers', 'storage', 'training', 'activities'],
};
/** Folders that know nothing of Temporal. */
const PURE = ['contracts', 'random', 'learning', 'optimizers', 'storage', 'training', 'workflows/policy'];
/** Each folder in one of these is one team's: it imports no other one's. */
const TEAM_MODULES = ['activities/axes', 'activities/paradigms'];

const OURS =
  '^(activities|bench|cli|client|contracts|examples|kit|learning|optimizers|prediction|random|scripts|server|storage|training|workers|workflows)/';
module.exports = {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-circle-of-folders',
      scope: 'folder',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `${folder}-imports-only-${[...allowed, folder].join('-')}`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: OURS, pathNot: `^(${[...allowed, folder].join('|')})/` },
    })),
    {
      name: 'pure-of-temporal',
      severity: 'error',
      from: { path: `^(${PURE.join('|')})/` },
      to: { path: '(^|/)@temporalio/' },
    },
    ...TEAM_MODULES.map((parent) => ({
      name: `no-other-team-in-${parent.replace('/', '-')}`,
      severity: 'error',
      from: { path: `^${parent}/([^/]+)/` },
      to: { path: `^(${TEAM_MODULES.join('|')})/[^/]+/`, pathNot: `^${parent}/$1/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Tests may import what they test.
    exclude: { path: '(^|/)(dist|\\.build|\\.venv)/|\\.test\\.ts$|^test/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Packages are looked at by `import` conditions, as Node does.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
