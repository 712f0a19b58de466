/** Violations planted into the rows and into the answers to senders. */
import { hashOf } from './fault-history.ts';
import { extra, type Planted, send } from './planted-fault.ts';
import { inEveryView, type RecordedRun, witnessedMessage } from './sound-run.ts';

/** @param call - the call that sends the message; its clientId contains this number. */
const withMessage = (run: RecordedRun, call: number, seq: number) =>
  inEveryView(run, (all) => [...all, extra(call, seq)]);

export const plantedInMessages: Planted[] = [
  {
    name: 'a committed row is deleted',
    caughtBy: 'lost',
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => all.filter(({ seq }) => seq !== 7)) }),
  },
  {
    name: 'a row is deleted that every device still shows',
    caughtBy: 'lost',
    plant: (run) => ({ ...run, witnesses: { ...run.witnesses, rows: without(run, 7) } }),
  },
  {
    name: 'a message is acknowledged and never committed',
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
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => [...all, { ...witnessedMessage(12), seq: 13 }]) }),
  },
  {
    name: 'a seq is skipped',
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
    name: 'two messages have the same seq',
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
    name: 'two messages are swapped in every view',
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
    name: 'a row was never sent',
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

const without = ({ witnesses }: RecordedRun, seq: number) =>
  witnesses.rows.map((view) => ({ ...view, messages: view.messages.filter((row) => row.seq !== seq) }));

const swapped = ({ seq }: { seq?: number | undefined }) => (seq === 4 ? { seq: 6 } : seq === 6 ? { seq: 4 } : {});
