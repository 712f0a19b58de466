/** Shows the message that the address names, as `#/anna/42`; the address of its conversation stays. */
import { untracked, useSignalEffect } from '@preact/signals';
import type { MessageActions } from '../conversation/message-actions.ts';
import { conversationLink, fragment, openPeer, redirect } from '../kit/location.ts';

export function useWantedMessage(actions: MessageActions): void {
  const { peer, timeline } = actions.conversation;
  useSignalEffect(() => {
    const [, seq] = /\/(\d{1,15})$/.exec(fragment.value) ?? [];
    if (seq === undefined || openPeer.value !== peer || !timeline.value.loaded) return;
    untracked(() => {
      redirect(`/${conversationLink(peer)}`, window.history.state);
      void actions.jumpTo(Number(seq));
    });
  });
}
