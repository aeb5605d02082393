const MOST = 10;

/** Prints the slowest files and the slowest tests of a run, in seconds of wall time. */
export default class SlowestReporter {
  onRunComplete(_contexts, { testResults }) {
    const nameOf = (path) => path.replace(`${process.cwd()}/`, '');
    const files = testResults.map(({ testFilePath, perfStats }) => [perfStats.runtime, nameOf(testFilePath)]);
    const tests = testResults.flatMap(({ testFilePath, testResults: inFile }) =>
      inFile.map(({ duration, fullName }) => [duration ?? 0, `${nameOf(testFilePath)}: ${fullName}`]),
    );
    print('test files', files);
    print('tests', tests);
  }
}

function print(what, measured) {
  const slowest = measured.sort(([a], [b]) => b - a).slice(0, MOST);
  const lines = slowest.map(([ms, name]) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
  process.stderr.write(`\nSlowest ${what}:\n${lines.join('\n')}\n`);
}
