/** Makes what a push says of a message, by the preview that the user has chosen. */
import type { PushNotice } from '../../protocol/push-notice.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Notice } from './waiting-notices.ts';

/** @param name - the display name of the sender. */
export function toPushNotice(notice: Notice, name: string, { preview, sound }: Settings['notifications']): PushNotice {
  const { channelId, seq, from, excerpt, sentAt } = notice;
  return {
    type: 'message',
    tag: channelId,
    seq,
    sentAt,
    ...(preview === 'none' ? {} : { from, name }),
    ...(preview === 'full' ? { body: excerpt } : {}),
    ...(sound ? {} : { silent: true }),
  };
}
