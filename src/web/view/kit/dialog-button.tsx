/** A button that opens a modal dialog, whose content exists only while it is open, typed passwords included. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Modal } from './modal.tsx';

interface Props {
  label: string;
  /** The accessible name, where a list has several buttons with the same label. */
  fullLabel?: string;
  title: string;
  children: (close: () => void) => ComponentChildren;
}

export function DialogButton({ label, fullLabel = label, title, children }: Props) {
  /** The number of the current opening, from 1; 0 while the dialog is closed. */
  const open = useSignal(0);
  const count = useRef(0);
  const opening = open.value;
  // A dialog closes late: by then the button has the focus again and may have opened the next one.
  const closed = () => {
    if (open.peek() === opening) open.value = 0;
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
      {opening > 0 && (
        <Modal key={opening} title={title} onClose={closed}>
          {children}
        </Modal>
      )}
    </>
  );
}
