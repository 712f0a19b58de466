/** Compares history pages at the end, middle and start of a very long conversation with those of a short one. */
import { atMost, compare } from '../figure.ts';
import { type LongConversation, seedLongConversations } from '../long-conversations.ts';
import { pageTime } from '../page-times.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';

const page = 50;
const shortMessages = 1_000;
const places = ['end', 'middle', 'start'] as const;

export const historySuite: Suite = {
  name: 'history',
  title: 'a page of 50 anywhere in a very long conversation (chatHistory over a socket, one at a time)',
  async run(stage, say) {
    const { historyMessages, repetitions } = stage.plan;
    return using([await stage.cluster()] as const, async ([cluster]) => {
      const [long, short] = (await seedLongConversations(cluster, [historyMessages, shortMessages], (count) =>
        say(`${count.toLocaleString('en')} of ${historyMessages.toLocaleString('en')} messages`),
      )) as [LongConversation, LongConversation];
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

/** Times consecutive pages from a place, so that no page is requested twice in a row. */
function timeAt(
  { plan }: Stage,
  cluster: Deployment,
  { reader, peer, messages }: LongConversation,
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
