/** A short notice at the foot of its frame, with at most one button. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import './toast.css';

interface Props {
  text: string;
  action?: { readonly label: string; readonly act: () => void } | undefined;
  /** Called each second while the toast has the focus or the pointer, for a minute: nobody must hurry. */
  hold?: () => void;
}

const holdEveryMs = 1_000;
const heldForMs = 60_000;

/** Screen readers announce text that enters a live region, not a live region that enters the page. */
export function Toast({ text, action, hold }: Props) {
  const shown = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    shown.value = true;
  }, [shown]);
  useEffect(() => {
    const until = Date.now() + heldForMs;
    const holdIfUsed = () => Date.now() < until && box.current?.matches(':hover, :focus-within') && hold?.();
    const timer = setInterval(holdIfUsed, holdEveryMs);
    return () => clearInterval(timer);
  }, [hold]);
  return (
    <div ref={box} class="toast">
      <p role="status">{shown.value && text}</p>
      {action && (
        <button type="button" class="plain" onClick={action.act}>
          {action.label}
        </button>
      )}
    </div>
  );
}
