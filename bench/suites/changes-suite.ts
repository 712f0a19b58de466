/** Compares pages of changes in a very long conversation with those in a short one, in both shapes. */
import { atMost, compare, type Figure } from '../figure.ts';
import { type LongConversation, seedLongConversations } from '../long-conversations.ts';
import { pageTime } from '../page-times.ts';
import { insertRows } from '../seeded-rows.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';

const page = 100;
const longChanges = 10_000;
const shortChanges = 1_000;

interface Changed extends LongConversation {
  changes: number;
}

type Shape = 'cluster' | 'embedded';
type Times = Record<Shape, { long: number; short: number }>;

export const changesSuite: Suite = {
  name: 'changes',
  title: 'a page of 100 changes in a very long conversation (chatChanges over a socket, one at a time)',
  async run(stage, say) {
    const { historyMessages, repetitions } = stage.plan;
    return using([await stage.cluster(), await stage.embedded()] as const, async ([cluster, embedded]) => {
      const seeded = {
        cluster: await seed(cluster, historyMessages, (count) =>
          say(`cluster, ${count.toLocaleString('en')} messages`),
        ),
        embedded: await seed(embedded, historyMessages, (count) =>
          say(`embedded, ${count.toLocaleString('en')} messages`),
        ),
      };
      const rounds = await repeat(repetitions, async (repetition): Promise<Times> => {
        say(`pages of changes, repetition ${repetition}`);
        return {
          cluster: await timeBoth(stage, cluster, seeded.cluster),
          embedded: await timeBoth(stage, embedded, seeded.embedded),
        };
      });
      return [figureFor('cluster', historyMessages, rounds), figureFor('embedded', historyMessages, rounds)];
    });
  },
};

/** Spreads the changes evenly over the messages of each conversation. */
async function seed(
  deployment: Deployment,
  messages: number,
  onProgress: (count: number) => void,
): Promise<[Changed, Changed]> {
  const changes = Math.min(longChanges, messages);
  const [long, short] = (await seedLongConversations(deployment, [messages, shortChanges], onProgress)) as [
    LongConversation,
    LongConversation,
  ];
  const changed = [
    { ...long, changes },
    { ...short, changes: shortChanges },
  ] as const;
  for (const conversation of changed) await seedChanges(deployment, conversation);
  return [...changed];
}

async function seedChanges({ database }: Deployment, { id, messages, changes }: Changed): Promise<void> {
  const editedAt = new Date();
  const step = Math.floor(messages / changes);
  const rows = Array.from({ length: changes }, (_, index) => [id, (index + 1) * step, index + 1, editedAt]);
  await insertRows(database, 'ChangedMessage', ['channelId', 'seq', 'rev', 'editedAt'], rows);
  await database.client.$executeRawUnsafe('UPDATE `Channel` SET `rev` = ? WHERE `id` = ?', changes, id);
}

async function timeBoth(stage: Stage, deployment: Deployment, [long, short]: readonly [Changed, Changed]) {
  return { short: await timeIn(stage, deployment, short), long: await timeIn(stage, deployment, long) };
}

/** Times consecutive pages, so that no page is requested twice in a row. */
function timeIn({ plan }: Stage, deployment: Deployment, { reader, peer, changes }: Changed): Promise<number> {
  const places = changes / page;
  return pageTime(deployment, plan.pages, {
    visitor: reader,
    event: 'chatChanges',
    payload: (turn) => ({ with: peer, limit: page, after: (turn % places) * page }),
    entriesOf: ({ messages: found }: { messages: unknown[] }) => found.length,
    entries: page,
  });
}

function figureFor(shape: Shape, messages: number, rounds: readonly Times[]): Figure {
  return compare({
    what: `${shape}: page of ${page} of ${longChanges.toLocaleString('en')} changes in ${messages.toLocaleString('en')} messages, p50`,
    unit: 'ms',
    ours: rounds.map((times) => times[shape].long),
    reference: rounds.map((times) => times[shape].short),
    against: `${shortChanges.toLocaleString('en')} changes in ${shortChanges.toLocaleString('en')} messages`,
    goal: atMost(1.2),
  });
}
