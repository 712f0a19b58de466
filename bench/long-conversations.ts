/** A few long conversations whose pages a suite times, seeded directly into the database. */
import { type SeededConversation, type SignedInUser, seedConversations, seedMessages } from './seeded-rows.ts';
import type { Deployment } from './stage.ts';

export interface LongConversation {
  id: string;
  reader: SignedInUser;
  /** The username of the other user. */
  peer: string;
  messages: number;
}

/** Seeds one conversation of each length, the first for the first pair of users. */
export async function seedLongConversations(
  { database, users }: Deployment,
  lengths: readonly number[],
  onProgress: (count: number) => void,
): Promise<LongConversation[]> {
  const signedIn = users as readonly SignedInUser[];
  const conversations = lengths.map((messages, index): SeededConversation => {
    const [low, high] = signedIn.slice(index * 2, index * 2 + 2) as [SignedInUser, SignedInUser];
    return { id: `long${`${index}`.padStart(12, '0')}`, low, high, messages };
  });
  await seedConversations(database, conversations);
  await seedMessages(database, conversations, (count) => {
    if (count % 100_000 === 0) onProgress(count);
  });
  return conversations.map(({ id, low, high, messages }) => {
    return { id, reader: low as SignedInUser, peer: high.username, messages };
  });
}
