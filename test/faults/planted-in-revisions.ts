/** Violations planted into revisions, reactions, and the rights to change a message. */
import { hashOf } from './fault-history.ts';
import { bodyHash, next, plain, react, stored, withEvents } from './planted-change.ts';
import type { Planted } from './planted-fault.ts';
import { at, attempt, changedRev, feed, stateAt, told } from './sound-changes.ts';

export const plantedInRevisions: Planted[] = [
  {
    name: 'a push counts a reaction twice',
    caughtBy: 'doubleReaction',
    plant: (run) =>
      withEvents(run, told(8_000, 2, 'ann/1', { state: { ...react('ben', 2), reactions: ['👍 ben', '👍 ben'] } })),
  },
  {
    name: 'two messages have the same revision',
    caughtBy: 'revisionReused',
    plant: (run) =>
      withEvents(
        { ...run, witnesses: stored(run, 11, { state: react('ann', changedRev) }) },
        ...attempt({
          kind: 'react',
          user: 'ann',
          seq: 11,
          value: '👍',
          call: 953,
          t: 8_000,
          answer: { seq: 11, state: react('ann', changedRev) },
        }),
      ),
  },
  {
    name: 'one revision of a message has two contents',
    caughtBy: 'revisionReused',
    plant: (run) => withEvents(run, told(8_000, 2, 'ann/1', { state: react('ann', 2) })),
  },
  {
    name: 'a page of changes has an older revision than an earlier answer',
    caughtBy: 'revisionBack',
    plant: (run) => withEvents(run, ...feed(8_000, 954, 3)),
  },
  {
    name: 'a page shows a message as it was before an acknowledged change',
    caughtBy: 'revisionBack',
    plant: (run) =>
      withEvents(
        run,
        ...feed(8_000, 955, changedRev),
        told(8_006, 2, 'ben/1', { call: 955, detail: 'feed', state: react('ben', 2) }),
      ),
  },
  {
    name: 'the conversation has a lower revision than a message',
    caughtBy: 'revBehind',
    plant: (run) => ({ ...run, witnesses: stored(run, 2, {}, changedRev - 1) }),
  },
  {
    name: 'a repeat of a reaction takes a revision',
    caughtBy: 'repeatCounted',
    plant: (run) => {
      const state = { ...stateAt(2).state!, rev: next };
      const again = { kind: 'react', user: 'ann', seq: 2, value: '🎉', call: 956, t: 8_000 } as const;
      return withEvents(
        { ...run, witnesses: stored(run, 2, { state }, next) },
        ...attempt({ ...again, answer: { seq: 2, state } }),
      );
    },
  },
  {
    name: "an edit of the peer's message is stored",
    caughtBy: 'foreignEdit',
    plant: (run) => {
      const state = { ...plain, rev: next, editedAt: at(8) };
      const stolen = { kind: 'edit', user: 'ann', seq: 1, value: hashOf('Stolen'), call: 957, t: 8_000 } as const;
      const answer = { seq: 1, hash: hashOf('Stolen'), state };
      return withEvents(
        { ...run, witnesses: stored(run, 1, { hash: hashOf('Stolen'), state }, next) },
        ...attempt({ ...stolen, answer }),
      );
    },
  },
  {
    name: 'a refused edit by the peer is stored',
    caughtBy: 'foreignEdit',
    plant: (run) => {
      const state = { ...plain, rev: next, editedAt: at(8) };
      const history = run.history.filter(({ op, seq }) => op !== 'change' || seq !== 1);
      const refused = { kind: 'edit', user: 'ann', seq: 1, value: hashOf('Stolen'), call: 958, t: 8_000 } as const;
      // The revision of the edit that is left out belongs to this one.
      const open = attempt({
        kind: 'react',
        user: 'ben',
        seq: 4,
        value: '👍',
        call: 962,
        t: 7_000,
        code: 'unavailable',
      });
      return withEvents(
        {
          history: history.filter(({ op, seq }) => op !== 'state' || seq !== 1),
          witnesses: stored(run, 1, { hash: hashOf('Stolen'), state }, next),
        },
        ...open.map((event) => (event.phase === 'fail' ? { ...event, phase: 'unknown' as const } : event)),
        ...attempt({ ...refused, code: 'forbidden' }),
      );
    },
  },
  {
    name: 'a change is answered with another message',
    caughtBy: 'moved',
    plant: (run) =>
      withEvents(
        run,
        ...attempt({ kind: 'unpin', user: 'ben', seq: 3, value: '', call: 959, t: 8_000, answer: { seq: 5 } }),
      ),
  },
  {
    name: 'a push shows a message at another seq',
    caughtBy: 'moved',
    plant: (run) =>
      withEvents(
        run,
        told(8_000, 5, 'ann/1', { clientId: 'id-3', user: 'ben', state: react('ben', next), hash: bodyHash(5) }),
      ),
  },
  {
    name: 'a reaction is stored while a block stands',
    caughtBy: 'blockIgnored',
    plant: (run) => {
      const state = react('ben', next);
      const reaction = { kind: 'react', user: 'ben', seq: 11, value: '👍', call: 960, t: 5_430 } as const;
      return withEvents(
        { ...run, witnesses: stored(run, 11, { state }, next) },
        ...attempt({ ...reaction, answer: { seq: 11, state } }),
      );
    },
  },
  {
    name: 'an edit is stored that was refused because of a block',
    caughtBy: 'blockIgnored',
    plant: (run) => {
      const state = { ...plain, rev: next, editedAt: at(8) };
      return { ...run, witnesses: stored(run, 11, { hash: hashOf('Blocked'), state }, next) };
    },
  },
  {
    name: 'a stranger is told of a change',
    caughtBy: 'foreign',
    plant: (run) =>
      withEvents(run, { t: 8_000, op: 'stranger', phase: 'seen', device: 'eve/1', detail: 'messageChanged' }),
  },
  {
    name: 'a change of an ended session is stored',
    caughtBy: 'endedServed',
    plant: (run) => {
      const state = react('ben', next);
      const reaction = {
        kind: 'react',
        user: 'ben',
        seq: 11,
        value: '👍',
        call: 961,
        t: 8_000,
        session: 's2',
      } as const;
      return withEvents(
        { ...run, witnesses: stored(run, 11, { state }, next) },
        ...attempt({ ...reaction, answer: { seq: 11, state } }),
      );
    },
  },
];
