import { describe, expect, it, test } from '@jest/globals';
import { defaultCandidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { SearchPlan } from '../../../contracts/search/search-plan.js';
import type { SearchResult, StepRecord } from '../../../contracts/search/search.js';
import type { TrialSummary } from '../../../contracts/candidate/trial.js';
import { PLAIN_TRANSFORMS } from '../../../contracts/candidate/transform.js';
import type { DataProfile } from '../../../learning/dataset/profile.js';
import type { ReportData } from './report-data.js';
import { renderReport } from './index.js';

const HOSTILE = '<script>alert("1")</script> & \'x\'';
const NAMES = ['age', HOSTILE, 'weight'];
const REF = `sha256:${'0'.repeat(64)}`;

const paradigm = {
  id: 'tree',
  version: 1,
  hyperparameters: [],
  architecture: null,
  transforms: PLAIN_TRANSFORMS,
  takesMissing: true,
  defaultWork: 1,
} satisfies SearchContext['paradigms'][number];

function trial(index: number, axis: string, features: number, score: number | null): TrialSummary {
  return {
    key: String(index).padStart(64, '0'),
    origin: { axis, step: 0 },
    paradigm: 'tree',
    features,
    outcome:
      score === null
        ? { status: 'failed', code: 'error', reason: `it threw ${HOSTILE}` }
        : { status: 'completed', score, scores: [score, score + 0.1], spread: 0.07, effort: null },
    cost: { seconds: 0.5, work: 1, bytes: 1 },
    repeat: 0,
    reused: false,
  };
}

function step(index: number, axis: string, trials: TrialSummary[]): StepRecord {
  const incumbent = trials[0].key;
  const state = { inline: null };
  return {
    index,
    axis,
    step: 0,
    note: HOSTILE,
    converged: true,
    candidates: { inline: [] },
    trials,
    seconds: index + 1,
    gain: 0.1,
    incumbent,
    state,
  };
}

function example(task: 'binary' | 'regression'): ReportData {
  const classes = task === 'binary' ? ['no', HOSTILE] : [];
  const metric = task === 'binary' ? 'log-loss' : 'rmse';
  const steps = [
    step(0, 'paradigm', [trial(0, 'paradigm', 3, 0.5), trial(1, 'paradigm', 3, null)]),
    step(1, 'features', [trial(2, 'features', 2, 0.4), trial(3, 'features', 1, 0.9)]),
  ];
  const columns = NAMES.map((name) => ({
    name,
    type: 'numeric' as const,
    missing: 1,
    distinct: 5,
    skewness: 0,
    useful: true,
  }));
  const plan = {
    method: 'k-fold',
    folds: 2,
    holdoutRows: 4,
    searchRows: 16,
    validationRows: 16,
    unusedRows: 0,
    seed: 0,
  };
  const context: SearchContext = {
    version: 1,
    dataRef: REF,
    assignmentRef: REF,
    profileRef: REF,
    fingerprint: 'f',
    target: HOSTILE,
    task,
    classes,
    metric,
    plan: plan as SearchContext['plan'],
    seed: 0,
    columns,
    axes: ['paradigm', 'features'],
    paradigms: [paradigm],
  };
  const { transforms, hyperparameters, architecture } = defaultCandidate(paradigm, { features: '0-1' });
  const result: SearchResult = {
    searchId: HOSTILE,
    strategy: 'sequential',
    task,
    metric,
    seed: 0,
    seconds: 61,
    stopped: 'time',
    trials: { total: 4, reused: 0, failed: 1 },
    axes: [
      { axis: 'paradigm', steps: 1, trials: 2, seconds: 1, gain: 0 },
      { axis: HOSTILE, steps: 1, trials: 2, seconds: 1, gain: 0.1 },
    ],
    cvScore: 0.4,
    repeats: 3,
    holdoutScore: 0.45,
    holdoutReads: 0,
    holdoutSeen: 0,
    best: {
      key: steps[1].trials[0].key,
      features: NAMES.slice(0, 2),
      paradigm: 'tree',
      transforms,
      hyperparameters,
      architecture,
    },
    failures: [],
    leaders: steps
      .flatMap(({ trials }) => trials)
      .filter(({ outcome }) => outcome.status === 'completed')
      .map(({ key, origin, features }) => ({
        key,
        axis: origin.axis,
        paradigm: 'tree',
        features,
        score: 0.4,
        spread: 0.1,
        seconds: 1,
      })),
    model: '/models/it is mine',
    report: '',
    warnings: [`left out: ${HOSTILE}`, `left out: axis ${HOSTILE} fails`],
  };
  const profile: DataProfile = {
    rows: 20,
    searchRows: 16,
    columns: columns.map((column) => ({
      ...column,
      reading: HOSTILE,
      evidence: HOSTILE,
      leftOut: null,
      quartiles: [0, 1, 2, 3, 4],
      mean: 2,
      top: null,
    })),
    target:
      task === 'binary'
        ? { name: HOSTILE, evidence: HOSTILE, classes: classes.map((level) => ({ level, count: 10 })), quartiles: null }
        : { name: HOSTILE, evidence: HOSTILE, classes: null, quartiles: [0, 1, 2, 3, 4] },
    holdoutSeen: 0,
    readings: [],
    warnings: [`left out: ${HOSTILE}`],
  };
  return {
    input: {},
    dataName: `${HOSTILE}.csv`,
    context,
    plan: {
      target: HOSTILE,
      task,
      metric,
      seed: 0,
      axes: ['paradigm', 'features'].map((name) => ({ name })),
      searched: ['paradigm', 'features'],
      types: [`${HOSTILE}=numeric`],
      maxTrials: null,
      maxSeconds: 60,
      targetScore: null,
    } as unknown as SearchPlan,
    budget: { maxTrials: null, maxSeconds: 60 },
    profile,
    steps,
    result,
    holdout:
      task === 'binary'
        ? { truth: Float64Array.of(0, 1, 1, 0), predictions: Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3) }
        : { truth: Float64Array.of(1, 2, 3, 4), predictions: Float64Array.of(1.1, 2.2, 2.9, 3.8) },
    importances: Float64Array.of(0.7, 0.3, 0),
    keptColumns: new Map([
      [steps[1].trials[0].key, [0, 1]],
      [steps[1].trials[1].key, [0]],
    ]),
  };
}

test('the report says how each column was read, on which evidence, and what was left out and why', async () => {
  const data = example('binary');
  const [first, ...rest] = data.profile.columns;
  const price = { ...first, name: 'price', reading: 'numbers', evidence: 'numbers, decimal comma ("1.299,99")' };
  const same = { ...first, name: 'same', leftOut: 'every value is 1', useful: false };
  const page = await renderReport({ ...data, profile: { ...data.profile, columns: [price, same, ...rest.slice(1)] } });
  expect(page).toMatch(/price[^§]*numbers, decimal comma \(&quot;1\.299,99&quot;\)/);
  expect(page).toMatch(/left out:<\/b> every value is 1/);
});

describe.each(['binary', 'regression'] as const)('the report of a %s search', (task) => {
  it('escapes every name of the data, and needs nothing but itself', async () => {
    const page = await renderReport(example(task));
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
  });

  it('shows every part', async () => {
    const page = await renderReport(example(task));
    const titles = [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Score over trials',
      'Which axis paid',
      'Leaderboard',
      'The best candidate: tree',
      'On rows that no step of the search saw',
      'Importances',
      'Elimination of columns',
      'The data at a glance',
      'Trials without a score (1)',
      'Again, and further',
    ]);
    expect(page).toContain(task === 'binary' ? '3 of 4 rows right (75 %)' : 'Predicted against true values');
  });

  it('gives a command that a shell reads as it was meant', async () => {
    const page = await renderReport({ ...example(task), dataName: "it's.csv" });
    expect(page).toContain('coaxial search &#39;it&#39;\\&#39;&#39;s.csv&#39;');
    expect(page).toContain('--max-time 60s');
    expect(page).toContain('--max-trials 4');
  });

  it('gives a command with all options of the search', async () => {
    const input = {
      decimal: 'comma',
      missing: ['NA', '-'],
      mergeLabels: true,
      warmStart: 'before',
      encoding: 'latin1',
    };
    const page = await renderReport({ ...example(task), input: input as ReportData['input'] });
    for (const option of ['--decimal comma', '--missing NA,-', '--merge-labels', '--warm-start before']) {
      expect(page).toContain(option);
    }
    expect(page).toContain('--encoding latin1');
  });

  it('says what people did to the search while it ran', async () => {
    const data = example(task);
    const changed = { ...data, budget: { maxTrials: 9, maxSeconds: null } };
    const page = await renderReport({ ...changed, result: { ...data.result, stopped: 'stopped' } });
    expect(page).toContain('--max-trials 9');
    expect(page).not.toContain('--max-time');
    expect(page).toContain('Its budget was changed while it ran');
    expect(page).toContain('It was stopped by hand');
  });
});
