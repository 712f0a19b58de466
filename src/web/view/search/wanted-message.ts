/** Shows the message that the address names, as `#/anna/42`; the address of its conversation stays. */
import { untracked, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { MessageActions } from '../conversation/message-actions.ts';
import { conversationLink, openPeer, redirect, wantedSeq } from '../kit/location.ts';

export function useWantedMessage(actions: MessageActions): void {
  const { peer, timeline } = actions.conversation;
  const asked = useRef<string | undefined>(undefined);
  const show = async (seq: string) => {
    await actions.jumpTo(Number(seq));
    // Meanwhile, the user may have gone on.
    if (openPeer.peek() !== peer || wantedSeq.peek() !== seq) return;
    redirect(`/${conversationLink(peer)}`, window.history.state);
  };
  useSignalEffect(() => {
    const seq = openPeer.value === peer ? wantedSeq.value : undefined;
    if (!timeline.value.loaded || seq === asked.current) return;
    asked.current = seq;
    if (seq !== undefined) void untracked(() => show(seq));
  });
}
