/** Makes texts in which a few words are frequent and most are rare, as in a language. */
import type { SeededContent, SeededConversation } from './seeded-rows.ts';
import { seededNumbers } from './statistics.ts';

const vocabulary = 20_000;
const wordsPerMessage = 10;
const syllables = ['ba', 'do', 'fi', 'gu', 'ka', 'le', 'mo', 'na', 'pi', 'ru'];
/** Between two messages of a conversation, in milliseconds. */
const gapMs = 3_600_000;

/** The word at this place of the vocabulary, from 1: the lower, the more frequent. */
export const wordAt = (place: number): string => [...`${place}`].map((digit) => syllables[Number(digit)]).join('');

/** The word that only the first message of the conversation has. */
export const topicOf = (conversationId: string): string => `topic${conversationId}`;

/** Answers the content of each message, an hour after the one before. */
export function searchedText(): (conversation: SeededConversation, seq: number) => SeededContent {
  const random = seededNumbers(1);
  const now = new Date();
  return ({ id, messages, lastMessageAt = now }, seq) => {
    const words = Array.from({ length: wordsPerMessage }, () => wordAt(Math.floor(vocabulary ** random())));
    if (seq === 1) words.push(topicOf(id));
    return { body: words.join(' '), sentAt: new Date(lastMessageAt.getTime() - (messages - seq) * gapMs) };
  };
}
