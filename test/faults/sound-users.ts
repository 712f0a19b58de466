/** The two users and the messages of the sound run. */
import { conversationOf } from './fault-history.ts';

export const users = ['ann', 'ben'] as const;
export const conversation = conversationOf(...users);

export const bodyOf = (seq: number): string => `Message ${seq}`;
export const clientIdOf = (seq: number): string => `id-${seq}`;
export const senderOf = (seq: number): string => users[seq % 2] as string;
