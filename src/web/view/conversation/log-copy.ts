/** Copies selected messages as lines; the code for it is loaded after the messages. */
import { useEffect } from 'preact/hooks';
import type { MessageActions } from './message-actions.ts';

/** A selection may start or end outside of the log, so the document listens. */
export function useLogCopy(actions: MessageActions): void {
  useEffect(() => {
    let isGone = false;
    let copy: ((event: ClipboardEvent) => void) | undefined;
    const listen = ({ copyLines }: typeof import('./copied-lines.ts')) => {
      if (isGone) return;
      copy = (event) => copyLines(event, actions);
      document.addEventListener('copy', copy);
    };
    // Without it, the browser copies the selection as it stands.
    import('./copied-lines.ts').then(listen, () => {});
    return () => {
      isGone = true;
      if (copy) document.removeEventListener('copy', copy);
    };
  }, [actions]);
}
