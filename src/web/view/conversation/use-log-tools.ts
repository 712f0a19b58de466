/** Loads the tools of the log after its messages: nobody needs them before. */
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { eventually } from '../kit/eventually.ts';
import { whenAtRest } from '../kit/rest.ts';
import { EarlyKeys } from './early-keys.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageBar } from './message-article.tsx';

/** @param toEnd - shows the newest message; resolves when it is loaded. */
export function useLogTools(
  log: RefObject<HTMLElement | null>,
  actions: MessageActions,
  toEnd: () => Promise<void>,
): void {
  useEffect(() => {
    const end = new AbortController();
    const box = log.current;
    if (!box) return undefined;
    const early = new EarlyKeys(box);
    const start = async () => {
      await whenAtRest();
      const [{ startLogTools }] = await eventually(() => Promise.all([import('./log-tools.ts'), MessageBar.load()]));
      if (end.signal.aborted) return;
      startLogTools(box, { actions, toEnd }, end.signal);
      early.replay();
    };
    void start();
    return () => end.abort();
  }, [log, actions]);
}
