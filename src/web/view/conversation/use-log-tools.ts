/** Loads the tools of the log after its messages: nobody needs them before. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { eventually } from '../kit/eventually.ts';
import { whenAtRest } from '../kit/rest.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageBar } from './message-article.tsx';

/** Keys wait for the code so long, in milliseconds, and at most so many: later, nobody expects what they do. */
const [keyWaitsMs, keysMax] = [5_000, 20];

/** @param toEnd - shows the newest message; resolves when it is loaded. */
export function useLogTools(
  log: RefObject<HTMLElement | null>,
  actions: MessageActions,
  toEnd: () => Promise<void>,
): void {
  useEffect(() => {
    const end = new AbortController();
    let early: KeyboardEvent[] = [];
    const hold = (event: KeyboardEvent) => {
      early = [...early, event].slice(-keysMax);
    };
    const box = log.current;
    box?.addEventListener('keydown', hold);
    const start = async () => {
      await whenAtRest();
      const [{ startLogTools }] = await eventually(() => Promise.all([import('./log-tools.ts'), MessageBar.load()]));
      box?.removeEventListener('keydown', hold);
      if (!box || end.signal.aborted) return;
      startLogTools(box, { actions, toEnd }, end.signal);
      // No key is lost that was pressed just before the code came.
      for (const event of early) {
        if (performance.now() - event.timeStamp > keyWaitsMs) continue;
        const { activeElement } = document;
        const target = box.contains(activeElement) ? activeElement : event.target;
        target?.dispatchEvent(new KeyboardEvent('keydown', event));
      }
    };
    void start();
    return () => end.abort();
  }, [log, actions]);
}
