/** Plays one scenario: people talk, the scenario does its harm, all is healed, and the checker compares what everybody has. */
import { BaseLoad } from './base-load.ts';
import { Bystanders } from './bystanders.ts';
import { collectWitnesses, readRows } from './collect-witnesses.ts';
import { Cast } from './conversing-pairs.ts';
import { FaultHistory, now } from './fault-history.ts';
import { checkIntegrity, type Integrity } from './integrity-check.ts';
import { Nemesis } from './nemesis.ts';
import { selfTest } from './planted-faults.ts';
import { figuresOf, type RunFigures } from './run-figures.ts';
import type { Check, Measure, Scenario, Stage, Tier } from './scenario.ts';
import { SeededRandom } from './seeded-random.ts';
import type { TestBed } from './test-bed.ts';
import { brokenPromises, judge, type Promised, type Verdicts } from './verdicts.ts';

export interface RunOptions {
  seed: number;
  tier?: Tier;
  pairs?: number;
  /** Messages a second. */
  rate?: number;
}

export interface RunResult {
  scenario: string;
  title: string;
  seed: number;
  tookMs: number;
  faults: Record<string, number>;
  verdicts: Verdicts;
  broken: Promised[];
  checks: Check[];
  measures: Measure[];
  figures: RunFigures;
  integrity: Integrity;
  /** Whether nothing was broken, no check failed and fsck found nothing. */
  isClean: boolean;
  history: FaultHistory;
}

const warmUpMs = 1_500;
const coolDownMs = 2_000;
/** The poll that mends whatever no push told of comes every 30 s. */
const convergeMs = 40_000;
const presenceMs = 30_000;
const quietMs = 1_000;

/** @throws Error when the checker fails its own test: then no run counts. */
export async function runScenario(bed: TestBed, scenario: Scenario, options: RunOptions): Promise<RunResult> {
  const wrong = selfTest();
  if (wrong.length > 0) throw new Error(`The checker does not find what was planted:\n${wrong.join('\n')}`);
  const started = now();
  const notes: Notes = { checks: [], measures: [] };
  const stage = setStage(bed, options, notes);
  const { history, nemesis, load, cast } = stage;
  const bystanders = new Bystanders(cast);
  try {
    await play(scenario, stage, bystanders);
    const judged = await judgeRun(stage, bystanders);
    const { name, title } = scenario;
    const tookMs = Math.round(now() - started);
    const isClean = isSound(judged) && notes.checks.every(({ isKept }) => isKept);
    return {
      scenario: name,
      title,
      seed: options.seed,
      tookMs,
      faults: nemesis.faults,
      ...judged,
      ...notes,
      isClean,
      history,
    };
  } finally {
    load.stop();
    cast.stop();
    bystanders.stop();
    await nemesis.healAll();
    nemesis.end();
  }
}

type Notes = Pick<RunResult, 'checks' | 'measures'>;
type Judged = Pick<RunResult, 'verdicts' | 'broken' | 'figures' | 'integrity'>;

function setStage(bed: TestBed, options: RunOptions, { checks, measures }: Notes): Stage {
  const { seed, tier = 'short', pairs = 12, rate = 60 } = options;
  const history = new FaultHistory();
  const nemesis = new Nemesis(bed, history);
  const random = new SeededRandom(seed);
  const cast = new Cast(bed, nemesis, history);
  return {
    bed,
    nemesis,
    history,
    cast,
    load: new BaseLoad(cast, random),
    random,
    tier,
    pairs,
    rate,
    amount: (short, full) => (tier === 'short' ? short : full),
    check: (what, isKept, detail = '') => checks.push({ what, isKept, detail }),
    measure: (what, value, goal) => measures.push({ what, value, goal }),
    sleep,
  };
}

/** Asks the witnesses while the clients still live, then lets them go. */
async function judgeRun({ bed, cast, nemesis, history }: Stage, bystanders: Bystanders): Promise<Judged> {
  const witnesses = { ...(await collectWitnesses(bed, cast)), presence: bystanders.presence() };
  cast.stop();
  nemesis.end();
  const integrity = await checkIntegrity(bed.databaseUrl, bed.redis.url(1));
  const verdicts = judge(history.events, witnesses);
  return { verdicts, broken: brokenPromises(verdicts), figures: figuresOf(history.events), integrity };
}

const isSound = ({ broken, integrity }: Judged) => broken.length === 0 && integrity.isSound !== false;

async function play(scenario: Scenario, stage: Stage, bystanders: Bystanders): Promise<void> {
  const { cast, load, nemesis, pairs, rate } = stage;
  if (!scenario.isQuiet) {
    await (scenario.people?.(stage) ?? cast.addPairs(pairs));
    await bystanders.start(stage);
    await cast.addStrangers(3);
    load.start(rate);
    await sleep(warmUpMs);
  }
  await scenario.run(stage);
  await nemesis.healAll();
  const healedAt = now();
  if (!scenario.isQuiet) await sleep(coolDownMs);
  load.stop();
  await settle(stage, healedAt, bystanders);
}

/** Waits until every outbox is empty, every list is complete, and nothing happens any more. */
async function settle(stage: Stage, healedAt: number, bystanders: Bystanders): Promise<void> {
  const { bed, cast, history, measure, check } = stage;
  const isIdle = () => cast.clients.every((client) => client.isIdle && client.socket.isConnected);
  const idle = await waited(isIdle, 60_000);
  check('every client is connected and has sent everything', idle);
  // Judged are rows that stand still.
  for (const client of cast.clients) client.rest();
  await waited(() => cast.clients.every((client) => client.isIdle), 20_000);
  const tops = new Map((await readRows(bed, cast.tag)).map((view) => [view.conversation, view.messages.length]));
  await waited(() => cast.clients.every(({ top, conversation }) => top >= (tops.get(conversation) ?? 0)), convergeMs);
  if (cast.clients.length > 0) measure('every client has everything, after healing', ms(now() - healedAt), '≤ 10 s');
  // The lease of who is gone unheard runs for 20 s, and is looked at every five.
  await waited(() => bystanders.isRight, presenceMs);
  if (bystanders.presence().length > 0)
    measure('who is online is right, after healing', ms(now() - healedAt), '≤ 30 s');
  await waited(() => now() - history.lastAt > quietMs, 10_000);
}

async function waited(isSo: () => boolean, patienceMs: number): Promise<boolean> {
  for (const deadline = now() + patienceMs; now() < deadline; await sleep(50)) if (isSo()) return true;
  return isSo();
}

const ms = (value: number) => `${Math.round(value)} ms`;

const sleep = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time));
