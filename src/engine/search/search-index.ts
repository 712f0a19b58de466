/** Keeps the index of the search of messages in step with the conversations, beside the work of sending. */
import type { ConversationId } from '../ports/identifiers.ts';
import type { IndexState, SearchedMessage, SearchStore, Segment } from '../ports/search-port.ts';
import { rangeOf, segmentFrom, segmentLength, segmentOf } from '../ports/search-segment.ts';

/** How often the index is brought up to date, in milliseconds. */
export const indexMs = 500;

/** Conversations of one step, and segments that a step makes at most. */
const stepChannels = 50;
const stepSegments = 64;

/** Conversations that wait to be indexed; a look through all finds those beyond it. */
const notedMax = 20_000;

/** A run ends after this time, so that the next one sees what has come meanwhile, in milliseconds. */
const runMs = 400;

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

export function createSearchIndex(store: SearchStore): SearchIndex {
  const noted = new Set<ConversationId>();
  let lookedTo: ConversationId = '';

  async function work(): Promise<void> {
    const endAt = performance.now() + runMs;
    while (noted.size > 0 && performance.now() < endAt) {
      const some = [...noted].slice(0, stepChannels);
      for (const id of some) noted.delete(id);
      for (const id of await step(store, some)) noted.add(id);
    }
  }

  async function lookThrough(): Promise<void> {
    const { behind, last } = await store.lookThrough(lookedTo, lookLength);
    lookedTo = last ?? '';
    for (const id of behind) noted.add(id);
  }

  return {
    note(channelId) {
      if (noted.size < notedMax) noted.add(channelId);
    },
    async run() {
      await work();
      if (noted.size === 0) await lookThrough();
    },
    async update(channelIds) {
      const left: ConversationId[] = [];
      for (let from = 0; from < channelIds.length; from += stepChannels) {
        left.push(...(await step(store, channelIds.slice(from, from + stepChannels))));
      }
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
    bySegment.set(key, [...(bySegment.get(key) ?? []), message]);
  }
  return wanted.flatMap(({ channelId, number }) => {
    const messages = bySegment.get(`${channelId} ${number}`);
    return messages ? [segmentFrom(channelId, number, messages)] : [];
  });
}
