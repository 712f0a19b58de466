/** Faults planted into a sound run, each with the one verdict that has to catch it: what proves the checker. */
import { hashOf } from './fault-history.ts';
import {
  bodyOf,
  conversation,
  type DoctoredRun,
  inEveryView,
  inOneView,
  senderOf,
  soundRun,
  testimonyOf,
} from './sound-run.ts';
import { brokenPromises, judge, type Promised } from './verdicts.ts';

interface Planted {
  name: string;
  caughtBy: Promised;
  plant(run: DoctoredRun): DoctoredRun;
}

const send = (seq: number, t: number, call: number) =>
  ({
    t,
    op: 'send',
    call,
    conversation,
    user: senderOf(seq),
    device: `${senderOf(seq)}/1`,
    session: `s-${senderOf(seq)}`,
    clientId: `extra-${call}`,
    hash: hashOf(bodyOf(seq)),
  }) as const;

const extra = (call: number, seq: number) => ({ ...testimonyOf(seq), clientId: `extra-${call}` });

/** @param call - of the message, whose clientId is made from it. */
const withMessage = (run: DoctoredRun, call: number, seq: number) =>
  inEveryView(run, (all) => [...all, extra(call, seq)]);

const rowsAndAnswers: Planted[] = [
  {
    name: 'a committed row is dropped',
    caughtBy: 'lost',
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => all.filter(({ seq }) => seq !== 7)) }),
  },
  {
    name: 'a row is dropped that every device still shows',
    caughtBy: 'lost',
    plant: (run) => ({ ...run, witnesses: { ...run.witnesses, rows: dropped(run, 7) } }),
  },
  {
    name: 'acknowledged before the commit, which never came',
    caughtBy: 'lost',
    plant: (run) => ({
      ...run,
      history: [
        ...run.history,
        { ...send(1, 8_000, 901), phase: 'invoke' },
        { ...send(1, 8_001, 901), phase: 'ok', seq: 13 },
      ],
    }),
  },
  {
    name: 'a message is stored twice',
    caughtBy: 'duplicated',
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => [...all, { ...testimonyOf(12), seq: 13 }]) }),
  },
  {
    name: 'a seq is left out',
    caughtBy: 'gap',
    plant: (run) => ({
      witnesses: withMessage(run, 902, 14),
      history: [
        ...run.history,
        { ...send(14, 8_000, 902), phase: 'invoke' },
        { ...send(14, 8_001, 902), phase: 'ok', seq: 14 },
      ],
    }),
  },
  {
    name: 'a seq is given twice',
    caughtBy: 'reused',
    plant: (run) => ({
      witnesses: { ...run.witnesses, rows: withMessage(run, 903, 12).rows, views: [] },
      history: [
        ...run.history,
        { ...send(12, 8_000, 903), phase: 'invoke' },
        { ...send(12, 8_001, 903), phase: 'unknown' },
      ],
    }),
  },
  {
    name: 'two messages change places in the order of all',
    caughtBy: 'precedence',
    plant: (run) => ({
      history: run.history.map((event) => ({ ...event, ...(event.op === 'receipt' ? {} : swapped(event)) })),
      witnesses: inEveryView(run, (all) =>
        all.map((one) => ({ ...one, ...swapped(one) })).sort((one, other) => one.seq - other.seq),
      ),
    }),
  },
  {
    name: 'a refused message is stored',
    caughtBy: 'unexpected',
    plant: (run) => ({
      witnesses: withMessage(run, 904, 13),
      history: [
        ...run.history,
        { ...send(13, 8_000, 904), phase: 'invoke' },
        { ...send(13, 8_001, 904), phase: 'fail' },
      ],
    }),
  },
  {
    name: 'a row nobody sent',
    caughtBy: 'unexpected',
    plant: (run) => ({ ...run, witnesses: withMessage(run, 905, 13) }),
  },
  {
    name: 'one byte of a row is altered',
    caughtBy: 'altered',
    plant: (run) => ({
      ...run,
      history: run.history.filter(({ op }) => op !== 'push'),
      witnesses: inEveryView(run, (all) =>
        all.map((one) => (one.seq === 5 ? { ...one, hash: hashOf('Message 6') } : one)),
      ),
    }),
  },
];

const devicesAndConduct: Planted[] = [
  {
    name: 'one device shows two messages in the other order',
    caughtBy: 'misordered',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'ben/1', (all) => [...all.slice(0, 3), all[4]!, all[3]!, ...all.slice(5)]),
    }),
  },
  {
    name: 'one device never gets a message',
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
    name: 'a stranger is told of a message',
    caughtBy: 'foreign',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'stranger', phase: 'seen', device: 'eve/1', detail: 'chatMessage' }],
    }),
  },
  {
    name: 'a receipt goes back',
    caughtBy: 'regressed',
    plant: (run) => ({
      ...run,
      witnesses: { ...run.witnesses, marks: run.witnesses.marks.map((mark) => ({ ...mark, seq: mark.seq - 1 })) },
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
    name: 'the socket of an ended session stays open',
    caughtBy: 'endedServed',
    plant: (run) => ({ ...run, history: run.history.filter(({ op, phase }) => op !== 'socket' || phase === 'ok') }),
  },
  {
    name: 'a call hangs',
    caughtBy: 'unanswered',
    plant: (run) => ({
      ...run,
      history: [...run.history, { t: 8_000, op: 'page', phase: 'invoke', call: 908, device: 'ann/1' }],
    }),
  },
  {
    name: 'a process ends that nobody ended',
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
    name: 'a log tells of an unhandled rejection',
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

export const plantedFaults: readonly Planted[] = [...rowsAndAnswers, ...devicesAndConduct];

const dropped = ({ witnesses }: DoctoredRun, seq: number) =>
  witnesses.rows.map((view) => ({ ...view, messages: view.messages.filter((row) => row.seq !== seq) }));

const swapped = ({ seq }: { seq?: number | undefined }) => (seq === 4 ? { seq: 6 } : seq === 6 ? { seq: 4 } : {});

/** What the checker says of each planted fault, and of the run without any; empty when it is right about all. */
export function selfTest(): string[] {
  const sound = soundRun();
  const wrong = brokenPromises(judge(sound.history, sound.witnesses)).map((found) => `a sound run: found ${found}`);
  for (const { name, caughtBy, plant } of plantedFaults) {
    const { history, witnesses } = plant(soundRun());
    const found = brokenPromises(judge(history, witnesses));
    if (found.length !== 1 || found[0] !== caughtBy) {
      wrong.push(`${name}: found ${found.join(', ') || 'nothing'} instead of ${caughtBy}`);
    }
  }
  return wrong;
}
