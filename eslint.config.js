import { readdirSync } from 'node:fs';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The dependency rule (docs/architecture.md): each folder with the folders it may import.
 * A folder may always import itself; what is not listed is refused.
 */
const MAY_IMPORT = {
  contracts: [],
  random: ['contracts'],
  learning: ['contracts', 'random'],
  optimizers: ['contracts', 'random'],
  storage: ['contracts'],
  workflows: ['contracts'],
  activities: ['contracts', 'random', 'learning', 'optimizers', 'storage'],
  kit: ['contracts', 'random', 'learning', 'optimizers', 'storage', 'activities'],
};
const FOLDERS = [
  ...Object.keys(MAY_IMPORT),
  'workers',
  'plugin',
  'cli',
  'server',
  'bench',
  'test',
  'scripts',
  'examples',
];

const zones = Object.entries(MAY_IMPORT).flatMap(([target, allowed]) =>
  FOLDERS.filter((from) => from !== target && !allowed.includes(from)).map((from) => ({
    target: `./${target}/**/!(*.test).ts`,
    from: `./${from}`,
    message: `${target}/ may import only ${[...allowed, target].join(', ')} (docs/architecture.md).`,
  })),
);

/** The folders of activities/ that belong to the core. Every other one is one team's axis, as each paradigm's is. */
const SHARED = ['axis', 'calling', 'dataset', 'final', 'paradigms', 'report', 'runtime', 'serving', 'trials'];
const foldersOf = (folder) =>
  readdirSync(new URL(folder, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const AXES = foldersOf('activities').filter((name) => !SHARED.includes(name));

/** What a paradigm is, and how a team defines one. */
const DEFINITIONS = ['paradigm', 'define-paradigm', 'parameters'].map((name) => `./paradigms/${name}.ts`);

/** activities/a never imports activities/b: an axis or a paradigm belongs to one team. */
const teamModules = (names, parent) =>
  names.map((name) => ({
    target: `./activities/${parent}${name}`,
    from: './activities',
    except: [`./${parent}${name}`, './axis', ...DEFINITIONS],
    message: `A team module imports no other team's module (docs/architecture.md).`,
  }));

export default tseslint.config(
  { ignores: ['dist/**', '.build/**', '**/.venv/**', 'node_modules/**', 'coverage/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts', '**/*.cts'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver': { typescript: true, node: true },
      'import-x/extensions': ['.ts'],
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [...zones, ...teamModules(AXES, ''), ...teamModules(foldersOf('activities/paradigms'), 'paradigms/')],
        },
      ],
    },
  },
  { files: ['**/*.js', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
  // Jest loads a test environment by require, and Temporal a payload converter.
  { files: ['**/*.cjs', '**/*.cts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
