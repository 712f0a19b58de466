/** Ends the mute of each conversation at its time, so that the page counts its messages again. */
import { batch } from '@preact/signals';
import type { KnownConversations } from './known-conversations.ts';
import { followEnds } from './timed-ends.ts';

/** Returns the function that stops it. */
export const followMuteEnds = ({ active, archived }: KnownConversations): (() => void) =>
  followEnds({
    all: () => [...active.value, ...archived.value],
    endOf: ({ mutedUntil }) => Date.parse(mutedUntil.value ?? ''),
    end: (ended) =>
      batch(() => {
        for (const { mutedUntil } of ended) mutedUntil.value = null;
      }),
  });
