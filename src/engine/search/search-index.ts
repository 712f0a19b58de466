/** Keeps the index of the search of messages in step with the conversations, beside the work of sending. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationId } from '../ports/identifiers.ts';
import type { IndexState, SearchedMessage, SearchStore, Segment } from '../ports/search-port.ts';
import { rangeOf, segmentFrom, segmentLength, segmentOf } from '../ports/search-segment.ts';

/**
 * How often the index is brought up to date, in milliseconds. A search brings the caller's conversations up to date itself; a
 * busy conversation costs the same with each run, however many messages came.
 */
export const indexMs = 1_000;

/** Conversations of one step, and segments that a step makes at most. */
const stepChannels = 50;
const stepSegments = 8;

/** Conversations that wait to be indexed; a look through all finds those beyond it. */
const notedMax = 20_000;

/** After a step, the index rests for so many times as long: it takes a quarter of a node at most. */
const restShare = 3;

/** A search waits so long for the rest to end, in milliseconds; otherwise it finds what is indexed. */
const searchWaitMs = 100;

/** After a look through all conversations, the next one waits so long, in milliseconds. */
const lookAgainMs = 60_000;

/** Conversations that one look takes. */
const lookLength = 500;

export interface SearchIndex {
  /** Call it when a message was stored or changed: its conversation is indexed with the next run. */
  note(channelId: ConversationId): void;
  /** Indexes what was noted, and some of what no node has noted: after a crash, or from before there was an index. */
  run(): Promise<void>;
  /** Indexes these conversations now, as far as one step goes; answers those that are not yet up to date. */
  update(channelIds: readonly ConversationId[]): Promise<ConversationId[]>;
}

/** @param rests - false for a command, which has a process of its own. */
export function createSearchIndex(store: SearchStore, rests = true): SearchIndex {
  const noted = new Set<ConversationId>();
  let lookedTo: ConversationId = '';
  const pace = createPace(store, rests);
  let lookAt = 0;

  const note = (channelId: ConversationId) => {
    if (noted.size < notedMax) noted.add(channelId);
  };

  async function lookThrough(): Promise<void> {
    const { behind, last } = await store.lookThrough(lookedTo, lookLength);
    lookedTo = last ?? '';
    if (last === null) lookAt = performance.now() + lookAgainMs;
    for (const id of behind) noted.add(id);
  }

  return {
    note,
    async run() {
      await workOff(noted, pace);
      if (noted.size === 0 && performance.now() >= lookAt) await lookThrough();
    },
    async update(channelIds) {
      if (channelIds.length === 0) return [];
      await pace.wait(searchWaitMs);
      const some = pace.restMs() === 0 ? channelIds.slice(0, stepChannels) : [];
      for (const id of channelIds.slice(some.length)) note(id);
      return [...(await pace.step(some)), ...channelIds.slice(some.length)];
    },
  };
}

/** Takes out what is noted, until the pace wants a rest. */
async function workOff(noted: Set<ConversationId>, pace: Pace): Promise<void> {
  while (noted.size > 0 && pace.restMs() === 0) {
    const some = [...noted].slice(0, stepChannels);
    // Before the step: what is noted while it runs may have come too late for it.
    for (const id of some) noted.delete(id);
    let left: readonly ConversationId[] = some;
    try {
      left = await pace.step(some);
    } finally {
      for (const id of left) noted.add(id);
    }
  }
}

type Pace = ReturnType<typeof createPace>;

/** Runs the steps, and says how long the rest after the last one still takes, in milliseconds. */
function createPace(store: SearchStore, rests: boolean) {
  let restUntil = 0;
  const restMs = () => Math.max(0, restUntil - performance.now());
  return {
    restMs,
    /** Waits for the end of the rest, at most so long. */
    async wait(maxMs: number): Promise<void> {
      const endAt = performance.now() + maxMs;
      while (restMs() > 0 && performance.now() < endAt) await sleep(Math.ceil(Math.min(maxMs, restMs())));
    },
    async step(channelIds: readonly ConversationId[]): Promise<ConversationId[]> {
      const startedAt = performance.now();
      const left = await step(store, channelIds);
      const endedAt = performance.now();
      if (rests) restUntil = Math.max(restUntil, endedAt + restShare * (endedAt - startedAt));
      return left;
    },
  };
}

/** Answers the conversations that are not yet up to date. */
async function step(store: SearchStore, channelIds: readonly ConversationId[]): Promise<ConversationId[]> {
  const states = await store.states(channelIds);
  let room = stepSegments;
  const plans: Plan[] = [];
  for (const state of states) {
    const plan = await planOf(store, state, room);
    room -= plan.numbers.length;
    plans.push(plan);
  }
  const segments = await readSegments(store, plans);
  const saved = await store.save(
    segments,
    states,
    plans.map(({ reached }) => reached),
  );
  return plans.filter(({ isAll }) => !saved || !isAll).map(({ reached }) => reached.channelId);
}

interface Plan {
  /** The segments to be made. */
  numbers: number[];
  /** The state once they are stored. */
  reached: IndexState;
  isAll: boolean;
}

/** @param room - segments that may be made. */
async function planOf(store: SearchStore, state: IndexState, room: number): Promise<Plan> {
  const { lastSeq, rev, upTo, indexedRev } = state;
  const changes = rev > indexedRev && room > 0 ? await store.changed(state, room) : [];
  const numbers = new Set(changes.filter(({ seq }) => seq <= upTo).map(({ seq }) => segmentOf(seq)));
  const isUnchanged = changes.length < room;
  let reachedSeq = upTo;
  while (reachedSeq < lastSeq && numbers.size < room) {
    const number = segmentOf(reachedSeq + 1);
    numbers.add(number);
    reachedSeq = Math.min(lastSeq, (number + 1) * segmentLength);
  }
  const reachedRev = room === 0 ? indexedRev : isUnchanged ? rev : (changes.at(-1)?.rev ?? indexedRev);
  const reached = { ...state, upTo: reachedSeq, indexedRev: reachedRev };
  return { numbers: [...numbers], reached, isAll: reachedSeq >= lastSeq && reachedRev >= rev };
}

async function readSegments(store: SearchStore, plans: readonly Plan[]): Promise<Segment[]> {
  const wanted = plans.flatMap(({ numbers, reached: { channelId } }) =>
    numbers.map((number) => ({ channelId, number })),
  );
  if (wanted.length === 0) return [];
  const bySegment = new Map<string, SearchedMessage[]>();
  for (const message of await store.messages(wanted.map(rangeOf))) {
    const key = `${message.channelId} ${segmentOf(message.seq)}`;
    const others = bySegment.get(key);
    if (others) others.push(message);
    else bySegment.set(key, [message]);
  }
  const segments: Segment[] = [];
  for (const { channelId, number } of wanted) {
    const messages = bySegment.get(`${channelId} ${number}`);
    if (messages) segments.push(await segmentFrom(channelId, number, messages));
  }
  return segments;
}
