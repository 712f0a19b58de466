/** Makes what a push says of a message, by the preview that the user has chosen. */
import { summaryOf } from '../../protocol/files-summary.ts';
import { limits } from '../../protocol/limits.ts';
import type { PushNotice } from '../../protocol/push-notice.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { Notice } from './waiting-notices.ts';

export function toNotice(
  userId: UserId,
  senderId: UserId,
  { channelId, seq, from, body, sentAt, files = [] }: Message,
): Notice {
  // Two UTF-16 units a code point at most.
  const excerpt = [...body.slice(0, 2 * limits.excerptLength)].slice(0, limits.excerptLength).join('').toWellFormed();
  const summary = excerpt === '' ? summaryOf(files) : undefined;
  return { userId, channelId, seq, senderId, from, excerpt, sentAt, ...(summary && { files: summary }) };
}

/** @param name - the display name of the sender. */
export function toPushNotice(notice: Notice, name: string, { preview, sound }: Settings['notifications']): PushNotice {
  const { channelId, seq, from, excerpt, files, sentAt } = notice;
  return {
    type: 'message',
    tag: channelId,
    seq,
    sentAt,
    ...(preview === 'none' ? {} : { from, name }),
    ...(preview === 'full' ? { body: excerpt, ...(files && { files }) } : {}),
    ...(sound ? {} : { silent: true }),
  };
}
