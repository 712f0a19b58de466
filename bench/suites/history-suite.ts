/** A page of history at the end, in the middle and at the start of a very long conversation, against a short one. */
import { atMost, compare } from '../figure.ts';
import { pageTime } from '../page-times.ts';
import { type SeededChannel, type SignedInPerson, seedChannels, seedMessages } from '../seeded-rows.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';

const page = 50;
const shortMessages = 1_000;
const places = ['end', 'middle', 'start'] as const;

interface Conversation {
  reader: SignedInPerson;
  peer: string;
  messages: number;
}

export const historySuite: Suite = {
  name: 'history',
  title: 'a page of 50 anywhere in a very long conversation (chatHistory over a socket, one at a time)',
  async run(stage, say) {
    const { historyMessages, repetitions } = stage.plan;
    return using([await stage.cluster()] as const, async ([cluster]) => {
      const [long, short] = await seed(cluster, [historyMessages, shortMessages], (count) => {
        if (count % 100_000 === 0)
          say(`${count.toLocaleString('en')} of ${historyMessages.toLocaleString('en')} messages`);
      });
      const rounds = await repeat(repetitions, async (repetition) => {
        say(`pages, repetition ${repetition}`);
        const times: Partial<Record<`${'long' | 'short'} ${(typeof places)[number]}`, number>> = {};
        for (const place of places) {
          times[`short ${place}`] = await timeAt(stage, cluster, short, place);
          times[`long ${place}`] = await timeAt(stage, cluster, long, place);
        }
        return times;
      });
      return places.map((place) =>
        compare({
          what: `page of ${page} at the ${place} of ${historyMessages.toLocaleString('en')} messages, p50`,
          unit: 'ms',
          ours: rounds.map((times) => times[`long ${place}`] ?? Number.NaN),
          reference: rounds.map((times) => times[`short ${place}`] ?? Number.NaN),
          against: `same place of ${shortMessages.toLocaleString('en')}`,
          goal: atMost(1.2),
        }),
      );
    });
  },
};

/** The first pair gets the long conversation, the second the short one. */
async function seed(
  { database, people }: Deployment,
  lengths: readonly number[],
  onProgress: (count: number) => void,
): Promise<[Conversation, Conversation]> {
  const signedIn = people as readonly SignedInPerson[];
  const channels = lengths.map((messages, index): SeededChannel => {
    const [low, high] = signedIn.slice(index * 2, index * 2 + 2) as [SignedInPerson, SignedInPerson];
    return { id: `long${`${index}`.padStart(12, '0')}`, low, high, messages };
  });
  await seedChannels(database, channels);
  await seedMessages(database, channels, onProgress);
  return channels.map(({ low, high, messages }) => {
    return { reader: low as SignedInPerson, peer: high.username, messages };
  }) as [Conversation, Conversation];
}

/** Pages one after another from there, so that no page is asked for twice in a row. */
function timeAt(
  { plan }: Stage,
  cluster: Deployment,
  { reader, peer, messages }: Conversation,
  place: (typeof places)[number],
): Promise<number> {
  const room = Math.max(1, Math.floor(messages / 4 / page));
  const step = (turn: number) => (turn % room) * page;
  const cursor = {
    end: (turn: number) => ({ before: messages + 1 - step(turn) }),
    middle: (turn: number) => ({ before: Math.floor(messages / 2) + step(turn) }),
    start: (turn: number) => ({ after: step(turn) }),
  }[place];
  return pageTime(cluster, plan.pages, {
    visitor: reader,
    event: 'chatHistory',
    payload: (turn) => ({ with: peer, limit: page, ...cursor(turn) }),
    entriesOf: ({ messages: found }: { messages: unknown[] }) => found.length,
    entries: page,
  });
}
