/** Violations planted into changes and into the text of deleted messages. */

import { bodyHash, next, plain, react, stored, withEvents } from './planted-change.ts';
import type { Planted } from './planted-fault.ts';
import { at, attempt, changedRev, feed, stateAt, told } from './sound-changes.ts';
import { inEveryView, inOneView } from './sound-run.ts';
import { conversation } from './sound-users.ts';
import type { WitnessedMessage } from './witnesses.ts';

const without = ({ state: _, ...message }: WitnessedMessage): WitnessedMessage => message;

export const plantedInChanges: Planted[] = [
  {
    name: 'an acknowledged reaction is in no row',
    caughtBy: 'lostChange',
    plant: (run) => ({
      ...run,
      witnesses: inEveryView(run, (all) => all.map((one) => (one.seq === 2 ? without(one) : one))),
    }),
  },
  {
    name: 'a later change undoes an acknowledged reaction',
    caughtBy: 'lostChange',
    plant: (run) => ({
      ...run,
      witnesses: stored(run, 2, { state: { ...react('ben', next), reactions: ['🎉 ann'] } }, next),
    }),
  },
  {
    name: 'an acknowledged edit is not in the row',
    caughtBy: 'lostChange',
    plant: (run) =>
      withEvents(
        {
          ...run,
          witnesses: stored(
            run,
            1,
            { state: { ...plain, rev: next + 1, editedAt: at(1), pinned: `ann ${at(8)}` } },
            next + 1,
          ),
        },
        ...attempt({
          kind: 'edit',
          user: 'ben',
          seq: 1,
          value: bodyHash(99),
          call: 950,
          t: 8_000,
          answer: { seq: 1, hash: bodyHash(99), state: { ...plain, rev: next, editedAt: at(8) } },
        }),
      ),
  },
  {
    name: 'one device does not know of a reaction',
    caughtBy: 'diverged',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'ben/1', (all) => all.map((one) => (one.seq === 2 ? without(one) : one))),
    }),
  },
  {
    name: 'one device still shows the text before an edit',
    caughtBy: 'diverged',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'ann/1', (all) =>
        all.map((one) => (one.seq === 1 ? { ...one, hash: bodyHash(1) } : one)),
      ),
    }),
  },
  {
    name: 'one device has an older revision',
    caughtBy: 'diverged',
    plant: (run) => {
      const views = run.witnesses.views.map((view) => (view.witness === 'ben/1' ? { ...view, rev: 3 } : view));
      return { ...run, witnesses: { ...run.witnesses, views } };
    },
  },
  {
    name: 'the row of a deleted message has its text',
    caughtBy: 'resurrected',
    plant: (run) => ({ ...run, witnesses: stored(run, 8, { hash: bodyHash(8) }) }),
  },
  {
    name: 'a history page shows the text of a deleted message',
    caughtBy: 'resurrected',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'HTTP as ben', (all) =>
        all.map((one) => (one.seq === 8 ? { ...one, hash: bodyHash(8) } : one)),
      ),
    }),
  },
  {
    name: 'a version of a deleted message stays in its table',
    caughtBy: 'resurrected',
    plant: (run) => {
      const version = { witness: 'a row of a version', conversation, seq: 8, hash: bodyHash(8) };
      return { ...run, witnesses: { ...run.witnesses, versions: [...(run.witnesses.versions ?? []), version] } };
    },
  },
  {
    name: 'a page of changes shows the text of a deleted message',
    caughtBy: 'resurrected',
    plant: (run) =>
      withEvents(
        run,
        ...feed(8_000, 951, changedRev),
        told(8_006, 8, 'ben/1', { call: 951, detail: 'feed', state: stateAt(8).state }),
      ),
  },
  {
    name: 'a push after the deletion carries the text',
    caughtBy: 'resurrected',
    plant: (run) => withEvents(run, told(8_000, 8, 'ben/1', { state: { ...react('ben', next) } })),
  },
  {
    name: 'a push of the earlier text comes long after the deletion and every fault',
    caughtBy: 'resurrected',
    plant: (run) => withEvents(run, told(50_000, 8, 'ben/1')),
  },
  {
    name: 'an answer to a deleted message quotes it',
    caughtBy: 'resurrected',
    plant: (run) =>
      withEvents(
        run,
        { t: 8_000, op: 'page', phase: 'invoke', call: 952, conversation, device: 'ben/1' },
        { t: 8_005, op: 'page', phase: 'ok', call: 952, conversation, device: 'ben/1', rev: changedRev },
        { t: 8_006, op: 'text', phase: 'seen', call: 952, conversation, device: 'ben/1', seq: 8, detail: 'excerpt' },
      ),
  },
];
