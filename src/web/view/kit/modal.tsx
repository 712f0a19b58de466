/** A modal dialog that is open as long as it is rendered. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useLayer } from './layer-history.ts';
import './dialog.css';

interface Props {
  title: string;
  /** Called when the user or `close` has closed the dialog. It fires after the focus has returned. */
  onClose: () => void;
  children: (close: () => void) => ComponentChildren;
}

export function Modal({ title, onClose, children }: Props) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    // The first control, which takes the focus, may stand at the end.
    dialog.current?.scrollTo({ top: 0 });
  }, []);
  useLayer(() => dialog.current?.close());
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children(() => dialog.current?.close())}
    </dialog>
  );
}
