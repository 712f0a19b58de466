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
  const open = useSignal(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (open.value) dialog.current?.showModal();
  }, [open.value]);
  const close = () => {
    // By this the browser puts the keyboard back on the button, which may be pressed again before its event comes.
    dialog.current?.close();
    open.value = false;
  };
  /** By Escape; or late, of a dialog that is gone by now. */
  const closed = ({ currentTarget }: Event) => {
    if (currentTarget === dialog.current) open.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="plain"
        aria-haspopup="dialog"
        aria-label={fullLabel}
        onClick={() => (open.value = true)}
      >
        {label}
      </button>
      {open.value && (
        <dialog ref={dialog} class="dialog" aria-labelledby={titleId} onClose={closed}>
          <h2 id={titleId}>{title}</h2>
          {children(close)}
        </dialog>
      )}
    </>
  );
}
