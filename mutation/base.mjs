/** What all mutation runs have in common: Stryker's settings, given what is changed and which tests have to notice. */

/**
 * @param {string} name - of the run, and of its folder below `mutation/report`.
 * @param {string[]} mutate - the files that are changed.
 * @param {string[]} spec - the tests that have to notice; quick ones, for they run a thousand times.
 */
export const mutationRun = (name, mutate, spec) => ({
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mutate,
  mochaOptions: {
    // Without the root hooks of `.mocharc.json`: they end what the next run of the same process still needs.
    'no-config': true,
    spec,
    // SQLite alone: no server has to start.
    grep: '^(?!.* on MariaDB)',
  },
  coverageAnalysis: 'perTest',
  // What a module works out once, as it is loaded: each of these would load all anew and run every test.
  ignoreStatic: true,
  concurrency: 2,
  // Generous: on a machine that has other work, a test that is only late must not count as one that noticed.
  timeoutMS: 30_000,
  incremental: true,
  incrementalFile: `mutation/report/${name}/incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `mutation/report/${name}/index.html` },
  jsonReporter: { fileName: `mutation/report/${name}/mutants.json` },
  tempDirName: 'mutation/.sandbox',
  ignorePatterns: ['bench', 'deploy', 'docs', 'data', 'mutation'],
  disableTypeChecks: false,
  thresholds: { high: 95, low: 90, break: 85 },
});
