/** Changes the text of an own message in the place of the composer, whose draft waits meanwhile. */
import { useSignal } from '@preact/signals';
import { Pencil } from 'lucide';
import type { Editing } from '../../model/composing.ts';
import { Icon } from '../kit/icon.tsx';
import { ComposerForm } from './composer-form.tsx';
import { type MessageActions, tooManyChanges } from './message-actions.ts';

export function EditForm({ editing, actions }: { editing: Editing; actions: MessageActions }) {
  const { conversation, composer } = actions;
  const problem = useSignal('');
  const stop = () => conversation.stopEditing();
  const save = () => {
    problem.value = saveText(editing, actions);
    if (problem.value === '') stop();
    else composer.current?.focus();
  };
  const onOtherKey = (key: string) => {
    if (key === 'Escape') stop();
    return key === 'Escape';
  };
  return (
    <ComposerForm
      top={<EditHead before={editing.before} />}
      buttons={<EditButtons onCancel={stop} />}
      problem={problem.value}
      box={composer}
      label="Edit message"
      placeholder="Edit the message"
      text={conversation.editText}
      onSubmit={save}
      onOtherKey={onOtherKey}
    />
  );
}

/** Returns why the text cannot be saved, or nothing. An unchanged text needs no change. */
function saveText({ key, before }: Editing, actions: MessageActions): string {
  const row = actions.row(key);
  const text = actions.conversation.editText.peek();
  if (text === before) return '';
  if (text.trim() === '') return 'A message cannot be empty. You can delete it from its menu.';
  if (!row || row.isDeleted) return 'This message has been deleted.';
  return actions.messenger.change.edit(row, text) ? '' : tooManyChanges;
}

function EditHead({ before }: { before: string }) {
  return (
    <div class="composer-top">
      <Icon of={Pencil} />
      <p class="quote">
        <span class="quote-author">Edit message</span>
        <span class="quote-text" dir="auto">
          {before}
        </span>
      </p>
    </div>
  );
}

function EditButtons({ onCancel }: { onCancel: () => void }) {
  return (
    <div class="edit-buttons">
      <button type="button" class="plain" onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" class="primary">
        Save
      </button>
    </div>
  );
}
