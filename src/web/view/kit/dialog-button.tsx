/** A button that opens a dialog over the page. What the dialog holds lives only while it is open, typed passwords included. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  /** Read out in the label's place where several stand in a list. */
  fullLabel?: string;
  title: string;
  children: (close: () => void) => ComponentChildren;
}

export function DialogButton({ label, fullLabel = label, title, children }: Props) {
  const titleId = useId();
  /** Which opening of the dialog is there, counted from 1; 0 for none. */
  const open = useSignal(0);
  const count = useRef(0);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (open.value) dialog.current?.showModal();
  }, [open.value]);
  // The event comes late: the button has the keyboard again by then, and may have been pressed.
  const closed = ({ currentTarget }: Event) => {
    if (currentTarget === dialog.current) open.value = 0;
  };
  return (
    <>
      <button
        type="button"
        class="plain"
        aria-haspopup="dialog"
        aria-label={fullLabel}
        onClick={() => {
          count.current += 1;
          open.value = count.current;
        }}
      >
        {label}
      </button>
      {open.value > 0 && (
        <dialog key={open.value} ref={dialog} class="dialog" aria-labelledby={titleId} onClose={closed}>
          <h2 id={titleId}>{title}</h2>
          {children(() => dialog.current?.close())}
        </dialog>
      )}
    </>
  );
}
