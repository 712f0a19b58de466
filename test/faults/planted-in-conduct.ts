/** Violations planted into views, pushes, presence, calls and processes. */
import { type Planted, send } from './planted-fault.ts';
import { inOneView, type RecordedRun, witnessedMessage } from './sound-run.ts';
import { conversation } from './sound-users.ts';

const pushed = (seq: number) => {
  const { from, ...rest } = witnessedMessage(seq);
  return { conversation, user: from, ...rest };
};

const withPresence = ({ history, witnesses }: RecordedRun, of: { user: string; shown: boolean; isOnline: boolean }) => {
  const others = witnesses.presence!.filter(({ user }) => user !== of.user);
  return { history, witnesses: { ...witnesses, presence: [...others, { watcher: 'eye/1', ...of }] } };
};

export const plantedInConduct: Planted[] = [
  {
    name: 'one device shows two messages in reverse order',
    caughtBy: 'misordered',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'ben/1', (all) => [...all.slice(0, 3), all[4]!, all[3]!, ...all.slice(5)]),
    }),
  },
  {
    name: 'one device never receives a message',
    caughtBy: 'hole',
    plant: (run) => ({ ...run, witnesses: inOneView(run, 'ben/1', (all) => all.filter(({ seq }) => seq !== 9)) }),
  },
  {
    name: 'pushed, but not stored',
    caughtBy: 'unexpected',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { ...send(2, 8_000, 906), phase: 'invoke' },
        { ...send(2, 8_001, 906), phase: 'unknown' },
        { ...send(2, 8_002, 906), op: 'push', phase: 'seen', call: undefined, seq: 13, device: 'ben/1' },
      ],
    }),
  },
  {
    name: 'a stranger receives a message',
    caughtBy: 'foreign',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'stranger', phase: 'seen', device: 'eve/1', detail: 'chatMessage' }],
    }),
  },
  {
    name: 'a read state decreases',
    caughtBy: 'regressed',
    plant: (run) => ({
      ...run,
      witnesses: {
        ...run.witnesses,
        readStates: run.witnesses.readStates.map((state) => ({ ...state, seq: state.seq - 1 })),
      },
    }),
  },
  {
    name: 'the socket of an ended session is still served',
    caughtBy: 'endedServed',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { t: 8_000, op: 'receipt', phase: 'invoke', call: 907, device: 'ben/2', session: 's2' },
        { t: 8_001, op: 'receipt', phase: 'ok', call: 907, device: 'ben/2', session: 's2' },
      ],
    }),
  },
  {
    name: 'a node serves an HTTP request of an ended session after five seconds',
    caughtBy: 'endedServed',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { t: 11_011, op: 'page', phase: 'invoke', call: 909, device: 'ben/http', session: 's2' },
        { t: 11_012, op: 'page', phase: 'ok', call: 909, device: 'ben/http', session: 's2' },
      ],
    }),
  },
  {
    name: 'the socket of an ended session stays open',
    caughtBy: 'endedServed',
    plant: (run) => ({ ...run, history: run.history.filter(({ op, phase }) => op !== 'socket' || phase === 'ok') }),
  },
  {
    name: 'a call has no outcome',
    caughtBy: 'unanswered',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'page', phase: 'invoke', call: 908, device: 'ann/1' }],
    }),
  },
  {
    name: 'a disconnected user is shown as online',
    caughtBy: 'presence',
    plant: (run) => withPresence(run, { user: 'ben', shown: true, isOnline: false }),
  },
  {
    name: 'a connected user is shown as offline',
    caughtBy: 'presence',
    plant: (run) => withPresence(run, { user: 'ann', shown: false, isOnline: true }),
  },
  {
    name: 'no push ends the typing notice',
    caughtBy: 'typing',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history.filter(({ detail }) => detail !== 'doneTyping'),
        { t: 39_000, op: 'push', phase: 'seen', detail: 'answer', device: 'ben/2', ...pushed(12) },
      ],
    }),
  },
  {
    name: 'typing is pushed long after the last key',
    caughtBy: 'typing',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { t: 40_000, op: 'typing', phase: 'seen', user: 'ann', device: 'ben/1', detail: 'typing' },
      ],
    }),
  },
  {
    name: 'a process ends unordered',
    caughtBy: 'unorderedExit',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { t: 8_000, op: 'exit', phase: 'seen', node: 'node2', ordered: false, detail: 'code 1' },
      ],
    }),
  },
  {
    name: 'a log reports an unhandled rejection',
    caughtBy: 'uncaught',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'log', phase: 'seen', node: 'node2', detail: 'unhandledRejection' }],
    }),
  },
  {
    name: 'a call is answered `internal`',
    caughtBy: 'defect',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'page', phase: 'unknown', device: 'ann/1', detail: 'internal' }],
    }),
  },
];
