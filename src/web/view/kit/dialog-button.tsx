/** A button that opens a modal dialog, whose content exists only while it is open, typed passwords included. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  /** The accessible name, where a list has several buttons with the same label. */
  fullLabel?: string;
  title: string;
  children: (close: () => void) => ComponentChildren;
}

export function DialogButton({ label, fullLabel = label, title, children }: Props) {
  const titleId = useId();
  /** The number of the current opening, from 1; 0 while the dialog is closed. */
  const open = useSignal(0);
  const count = useRef(0);
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (open.value) dialog.current?.showModal();
  }, [open.value]);
  // `close` fires late: by then the button has the focus again and may have opened the next dialog.
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
