/** Loads the code that follows swipes, only where fingers can swipe. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MessageActions } from './message-actions.ts';

export function useSwipe(log: RefObject<HTMLElement | null>, actions: MessageActions): void {
  useEffect(() => {
    if (navigator.maxTouchPoints === 0) return;
    const end = new AbortController();
    const follow = async () => {
      const { followSwipes } = await import('./swipe-reply.ts');
      if (log.current && !end.signal.aborted) followSwipes(log.current, actions, end.signal);
    };
    // Without the code, the menu still answers messages.
    follow().catch(() => {});
    return () => end.abort();
  }, [log, actions]);
}
