/** Runs one scenario: starts the load, injects the faults, heals them, and judges the history and the witnesses. */
import { BaseLoad } from './base-load.ts';
import { BlockingPair } from './blocking-pair.ts';
import { Bystanders } from './bystanders.ts';
import { collectWitnesses } from './collect-witnesses.ts';
import { UserPool } from './conversing-pairs.ts';
import { addLobby, addRooms } from './conversing-rooms.ts';
import { FaultHistory, now } from './fault-history.ts';
import { FileLoad } from './file-load.ts';
import { checkIntegrity, type Integrity } from './integrity-check.ts';
import type { LiveClient } from './live-client.ts';
import { askRolls, isRollRight } from './lobby-roll.ts';
import { Nemesis } from './nemesis.ts';
import { selfTest } from './planted-faults.ts';
import { RoomLoad } from './room-load.ts';
import { figuresOf, type RunFigures } from './run-figures.ts';
import type { Check, Measure, Scenario, ScenarioContext, Tier } from './scenario.ts';
import { SeededRandom } from './seeded-random.ts';
import { selectRooms } from './select-rooms.ts';
import { selectRows } from './select-rows.ts';
import type { TestBed } from './test-bed.ts';
import { brokenGuarantees, type Guarantee, judge, type Verdicts } from './verdicts.ts';

export interface RunOptions {
  seed: number;
  tier?: Tier;
  pairs?: number;
  /** Messages per second. */
  rate?: number;
}

export interface RunResult {
  scenario: string;
  title: string;
  seed: number;
  tookMs: number;
  faults: Record<string, number>;
  verdicts: Verdicts;
  broken: Guarantee[];
  checks: Check[];
  measures: Measure[];
  figures: RunFigures;
  integrity: Integrity;
  /** Whether no guarantee was violated, no check failed and fsck found nothing. */
  isClean: boolean;
  history: FaultHistory;
}

const warmUpMs = 1_500;
const coolDownMs = 2_000;
/** Devices poll every 30 s for messages that no push announced. */
const convergeMs = 40_000;
const presenceMs = 30_000;
const quietMs = 1_000;
/** How long uploads have to finish after the heal. A node that died holds the turn to write one for 10 s. */
const finishMs = 60_000;
const filesSeed = 0x46_49_4c_45;
const roomsSeed = 0x52_4f_4f_4d;
/** One small room, and one user who writes in the lobby, for so many pairs. */
const pairsPerRoom = 4;
const pairsPerLobbyUser = 6;
const lobbyUsersMin = 3;

/** @throws Error when the checker fails its self-test: then no run counts. */
export async function runScenario(bed: TestBed, scenario: Scenario, options: RunOptions): Promise<RunResult> {
  const wrong = selfTest();
  if (wrong.length > 0) throw new Error(`The checker does not find all planted violations:\n${wrong.join('\n')}`);
  const started = now();
  const notes: Notes = { checks: [], measures: [] };
  const context = createContext(bed, options, notes);
  const { history, nemesis, load, pool } = context;
  const companions = {
    bystanders: new Bystanders(pool),
    blocking: new BlockingPair(context),
    // Random choices of its own: those of the base load stay what they are without files.
    files: new FileLoad({ pool, history, nodes: bed.nodes, random: new SeededRandom(options.seed + filesSeed) }),
    rooms: new RoomLoad(pool, new SeededRandom(options.seed + roomsSeed)),
  };
  const { bystanders, blocking, files, rooms } = companions;
  try {
    await runPhases(scenario, context, companions);
    const judged = await judgeRun(context, companions);
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
    pool.stop();
    bystanders.stop();
    await nemesis.healAll();
    await Promise.all([blocking.stop(), files.stop(), rooms.stop()]);
    nemesis.end();
  }
}

interface Companions {
  bystanders: Bystanders;
  blocking: BlockingPair;
  files: FileLoad;
  rooms: RoomLoad;
}

type Notes = Pick<RunResult, 'checks' | 'measures'>;
type Judged = Pick<RunResult, 'verdicts' | 'broken' | 'figures' | 'integrity'>;

function createContext(bed: TestBed, options: RunOptions, { checks, measures }: Notes): ScenarioContext {
  const { seed, tier = 'short', pairs = 12, rate = 60 } = options;
  const history = new FaultHistory();
  const nemesis = new Nemesis(bed, history);
  const random = new SeededRandom(seed);
  const pool = new UserPool(bed, nemesis, history);
  return {
    bed,
    nemesis,
    history,
    pool,
    load: new BaseLoad(pool, random),
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

/** Collects the witnesses while the clients still run, then stops the clients and judges. */
async function judgeRun(
  { bed, pool, nemesis, history }: ScenarioContext,
  { bystanders, files }: Companions,
): Promise<Judged> {
  await files.readAll();
  const witnesses = {
    ...(await collectWitnesses(bed, pool)),
    presence: bystanders.presence(),
    rolls: await askRolls(bed, pool),
  };
  pool.stop();
  nemesis.end();
  const integrity = await checkIntegrity(bed.databaseUrl, bed.redis.url(1));
  const verdicts = judge(history.events, witnesses);
  return { verdicts, broken: brokenGuarantees(verdicts), figures: figuresOf(history.events), integrity };
}

const isSound = ({ broken, integrity }: Judged) => broken.length === 0 && integrity.isSound !== false;

async function runPhases(
  scenario: Scenario,
  context: ScenarioContext,
  { bystanders, blocking, files, rooms }: Companions,
): Promise<void> {
  const { bed, pool, load, nemesis, pairs, rate } = context;
  if (!scenario.isQuiet) {
    await Promise.all([
      scenario.addUsers?.(context) ?? pool.addPairs(pairs),
      addRooms(pool, Math.ceil(pairs / pairsPerRoom)),
      addLobby(pool, bed, Math.max(lobbyUsersMin, Math.ceil(pairs / pairsPerLobbyUser))),
    ]);
    await pool.addNotes();
    await bystanders.start(context);
    await blocking.start();
    await files.start(scenario.filePairs ?? 1);
    await pool.addStrangers(3);
    load.start(rate);
    rooms.start();
    await sleep(warmUpMs);
  }
  await scenario.run(context);
  await nemesis.healAll();
  const healedAt = now();
  if (!scenario.isQuiet) await sleep(coolDownMs);
  load.stop();
  const hasTime = scenario.filePairs !== undefined || context.tier === 'full';
  await Promise.all([blocking.stop(), files.stop(hasTime ? finishMs : 0), rooms.stop()]);
  await settle(context, healedAt, bystanders);
}

/** Waits until every outbox is empty, every client has all messages, and no event comes any more. */
async function settle(context: ScenarioContext, healedAt: number, bystanders: Bystanders): Promise<void> {
  const { bed, pool, history, measure, check } = context;
  const isIdle = () => pool.clients.every((client) => client.isIdle && client.socket.isConnected);
  const idle = await waited(isIdle, 60_000);
  check('every client is connected and has an empty outbox', idle);
  // The checker judges rows that no longer change.
  for (const client of pool.clients) client.clearOutbox();
  await waited(() => pool.clients.every((client) => client.isIdle), 20_000);
  const rows = new Map((await selectRows(bed, pool)).map((view) => [view.conversation, view]));
  const rooms = new Map((await selectRooms(bed, pool)).map((room) => [room.conversation, room]));
  const hasAll = ({ first, top, rev, conversation, user, membership }: LiveClient) => {
    const { messages, rev: last = 0 } = rows.get(conversation) ?? { messages: [] };
    const room = rooms.get(conversation);
    if (room && !room.roles?.[user]) return true;
    const isRoomRight = !room || (membership.isMember && membership.title === room.title);
    return isRoomRight && top >= first + messages.length - 1 && rev >= last;
  };
  await waited(() => pool.clients.every(hasAll), convergeMs);
  if (pool.clients.length > 0)
    measure('every client has every message and change, after the heal', ms(now() - healedAt), '≤ 10 s');
  // The lease of a user that disconnected without notice lasts 20 s and is checked every 5 s.
  await waited(() => bystanders.isRight, presenceMs);
  if (bystanders.presence().length > 0) measure('presence is right, after the heal', ms(now() - healedAt), '≤ 30 s');
  const isLobbyRight = async () => (await askRolls(bed, pool).catch(() => null))?.every(isRollRight) ?? false;
  await waited(isLobbyRight, presenceMs, 500);
  if (pool.rooms.length > 0) measure('the lobby knows who is online, after the heal', ms(now() - healedAt), '≤ 30 s');
  await waited(() => now() - history.lastAt > quietMs, 10_000);
}

async function waited(condition: () => boolean | Promise<boolean>, maxMs: number, everyMs = 50): Promise<boolean> {
  for (const deadline = now() + maxMs; now() < deadline; await sleep(everyMs)) if (await condition()) return true;
  return condition();
}

const ms = (value: number) => `${Math.round(value)} ms`;

const sleep = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time));
