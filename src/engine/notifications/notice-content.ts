/** Makes what a push says of a message, by the preview that the user has chosen. */
import { summaryOf } from '../../protocol/files-summary.ts';
import { limits } from '../../protocol/limits.ts';
import type { PushNotice } from '../../protocol/push-notice.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { Addressee, Notice } from './waiting-notices.ts';

export function toNotice(
  addressee: Addressee,
  senderId: UserId,
  { channelId, seq, from, body, sentAt, files = [] }: Message,
): Notice {
  // Two UTF-16 units a code point at most.
  const excerpt = [...body.slice(0, 2 * limits.excerptLength)].slice(0, limits.excerptLength).join('').toWellFormed();
  const summary = excerpt === '' ? summaryOf(files) : undefined;
  return { ...addressee, channelId, seq, senderId, from, excerpt, sentAt, ...(summary && { files: summary }) };
}

/** @param name - the display name of the sender. @param room - the title of the room; null for a message of two. */
export function toPushNotice(
  { channelId, seq, from, excerpt, files, sentAt }: Notice,
  name: string,
  { preview, sound }: Settings['notifications'],
  room: string | null = null,
): PushNotice {
  return {
    type: 'message',
    tag: channelId,
    seq,
    sentAt,
    ...(preview === 'none' ? {} : { from, name, ...(room === null ? {} : { room }) }),
    ...(preview === 'full' ? { body: excerpt, ...(files && { files }) } : {}),
    ...(sound ? {} : { silent: true }),
  };
}
