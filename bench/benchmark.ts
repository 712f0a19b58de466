/** `npm run bench`: measures Duologue beside the references, shows progress and writes a report. */
import { helpText, type Plan, readPlan } from './bench-plan.ts';
import { takeCores } from './cores.ts';
import { describeMachine } from './machine.ts';
import { Progress } from './progress.ts';
import { type SuiteResult, writeReport } from './report.ts';
import { Stage } from './stage.ts';
import { suites } from './suites/suite-list.ts';

// On Ctrl-C, this process ends, and its exit handlers stop every program and delete every folder it created.
process.once('SIGINT', () => process.exit(130));

/** @throws Error with a one-line message when an argument is invalid. */
async function run(args: readonly string[]): Promise<void> {
  const plan = readPlan(
    args,
    suites.map((suite) => suite.name),
  );
  if (plan === 'help') return console.log(helpText(suites));
  const machine = describeMachine();
  console.log(machine.loadedBefore ? `${machine.text}\n${machine.loadedBefore}` : machine.text);
  const stage = new Stage(plan, takeCores());
  console.log(stage.cores.remark);
  const startedAt = new Date();
  try {
    const results = await runSuites(stage, plan);
    const text = writeReport({ plan, machine, startedAt, cores: stage.cores, results });
    console.log(`\n${text}`);
    if (results.some((result) => result.failure)) process.exitCode = 1;
  } finally {
    await stage.close();
  }
}

/** Runs the chosen suites; reports a failed suite and continues with the others. */
async function runSuites(stage: Stage, plan: Plan): Promise<SuiteResult[]> {
  const chosen = suites.filter(({ name }) => plan.only.length === 0 || plan.only.includes(name));
  const progress = new Progress(chosen.length);
  const results: SuiteResult[] = [];
  for (const { name, title, run: measure } of chosen) {
    progress.begin(name);
    try {
      results.push({ name, title, figures: await measure(stage, (text) => progress.say(text)), failure: null });
    } catch (error) {
      results.push({ name, title, figures: [], failure: (error as Error).message });
      console.error(`\n${name} failed: ${(error as Error).stack}`);
    }
    progress.end();
  }
  return results;
}

await run(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
