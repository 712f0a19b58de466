/** Creates the Stryker settings of a mutation run from its files and its tests. */

/**
 * @param {string} name - the name of the run and of its folder below `mutation/report`.
 * @param {string[]} mutate - the files that Stryker changes.
 * @param {string[]} spec - the tests that must detect the changes; they must be quick, because they run a thousand times.
 */
export const mutationRun = (name, mutate, spec) => ({
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mutate,
  mochaOptions: {
    // Without the root hooks of `.mocharc.json`: they stop servers that the next run of the process still needs.
    'no-config': true,
    spec,
    // Only the tests on SQLite, so that no server has to start.
    grep: '^(?!.* on MariaDB)',
  },
  coverageAnalysis: 'perTest',
  // Values computed at module load: each such mutant would reload all modules and run every test.
  ignoreStatic: true,
  concurrency: 2,
  // Generous: on a busy machine a late test must not count as a test that detected the mutant.
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
