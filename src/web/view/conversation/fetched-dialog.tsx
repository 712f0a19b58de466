/** A dialog with a Close button that shows what it has fetched. */
import type { ComponentChildren } from 'preact';
import { texts } from '../../texts/texts.ts';
import { Modal } from '../kit/modal.tsx';
import { useFetched } from './fetched.ts';
import './message-dialogs.css';

interface Props<T> {
  title: string;
  fetch: () => Promise<T>;
  onClose: () => void;
  children: (value: T, close: () => void) => ComponentChildren;
}

export function FetchedDialog<T>({ title, fetch, onClose, children }: Props<T>) {
  const { value, failure } = useFetched(fetch);
  return (
    <Modal title={title} onClose={onClose}>
      {(close) => (
        <div class="fetched">
          {failure && (
            <p role="alert" class="refusal">
              {failure}
            </p>
          )}
          {value === null && !failure && <p class="hint">{texts.message.loading()}</p>}
          {value !== null && children(value, close)}
          <div class="actions">
            <button type="button" class="plain" onClick={close}>
              {texts.dialogs.close()}
            </button>
          </div>
        </div>
      )}
    </Modal>
  );
}
