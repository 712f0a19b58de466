/** Changes the text of an own message in the place of the composer, whose draft waits meanwhile. */
import { useComputed, useSignal } from '@preact/signals';
import { Pencil } from 'lucide';
import { isVisible } from '../../../protocol/visible-text.ts';
import type { Editing } from '../../model/composing.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { MentionList } from '../rooms/late-rooms.ts';
import { attachViews } from './attach-views.ts';
import { ComposerForm, nothingToSee, type Problem } from './composer-form.tsx';
import { type MessageActions, tooManyChanges } from './message-actions.ts';
import './composer-top.css';
import './edit-form.css';

export function EditForm({ editing, actions }: { editing: Editing; actions: MessageActions }) {
  const { conversation, composer } = actions;
  const attach = attachViews.value;
  const problem = useSignal<Problem | null>(null);
  const isGone = useComputed(() => actions.row(editing.key)?.isDeleted);
  const stop = () => conversation.stopEditing();
  const save = () => {
    problem.value = saveText(editing, actions);
    if (!problem.value) stop();
    else composer.current?.focus();
  };
  const onOtherKey = (key: string) => {
    if (key === 'Escape') stop();
    return key === 'Escape';
  };
  return (
    <ComposerForm
      top={
        <>
          <EditHead before={editing.before} />
          {attach && <attach.FilesOfEdit actions={actions} />}
          {actions.isRoom && <MentionList actions={actions} text={conversation.editText} />}
        </>
      }
      buttons={<EditButtons onCancel={stop} />}
      problem={isGone.value ? alreadyDeleted : problem.value}
      box={composer}
      label={texts.message.editMessage()}
      placeholder={texts.message.newText()}
      text={conversation.editText}
      onSubmit={save}
      onOtherKey={onOtherKey}
      onTyped={() => (problem.value = null)}
    />
  );
}

const alreadyDeleted: Problem = () => texts.message.alreadyDeleted();

/** Returns why the text cannot be saved, or null. An unchanged text needs no change. */
function saveText({ key, before }: Editing, actions: MessageActions): Problem | null {
  const row = actions.row(key);
  const text = actions.conversation.editText.peek();
  if (text === before) return null;
  if (text.trim() === '') return () => texts.message.cannotBeEmpty();
  if (!isVisible(text)) return nothingToSee;
  if (!row || row.isDeleted) return alreadyDeleted;
  return actions.messenger.change.edit(row, text) ? null : tooManyChanges;
}

function EditHead({ before }: { before: string }) {
  return (
    <div class="composer-top">
      <Icon of={Pencil} />
      <p class="quote">
        <span class="quote-author">{texts.message.editMessage()}</span>
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
        {texts.dialogs.cancel()}
      </button>
      <button type="submit" class="primary">
        {texts.message.save()}
      </button>
    </div>
  );
}
