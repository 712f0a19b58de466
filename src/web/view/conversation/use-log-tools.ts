/** Loads the tools of the log after its messages: nobody needs them before. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadLaterTexts } from '../../texts/texts.ts';
import { whenAtRest } from '../kit/rest.ts';
import type { MessageActions } from './message-actions.ts';

/** @param toEnd - shows the newest message. */
export function useLogTools(log: RefObject<HTMLElement | null>, actions: MessageActions, toEnd: () => void): void {
  useEffect(() => {
    const end = new AbortController();
    const start = async () => {
      await whenAtRest();
      const [{ startLogTools }] = await Promise.all([import('./log-tools.ts'), loadLaterTexts()]);
      if (log.current && !end.signal.aborted) startLogTools(log.current, { actions, toEnd }, end.signal);
    };
    // Without the code, the button of a message still opens its menu. The next opened conversation loads it again.
    start().catch(() => {});
    return () => end.abort();
  }, [log, actions]);
}
