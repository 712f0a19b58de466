/** Writes a message, or changes the text of an own one. */
import { useSignal } from '@preact/signals';
import { ArrowUp } from 'lucide';
import { isVisible } from '../../../protocol/visible-text.ts';
import { texts } from '../../texts/texts.ts';
import { inComposer } from '../keyboard/shortcut-table.ts';
import { isByFinger } from '../kit/by-finger.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MentionList } from '../rooms/late-rooms.ts';
import { attachViews } from './attach-views.ts';
import { ComposerForm, nothingToSee, type Problem } from './composer-form.tsx';
import { type MessageActions, tooManyChanges } from './message-actions.ts';

const ComposerTop = later(async () => (await import('./composer-top.tsx')).ComposerTop, { preload: true });
const EditForm = later(async () => (await import('./edit-form.tsx')).EditForm, { preload: true, asked: true });

export function Composer({ actions }: { actions: MessageActions }) {
  const editing = actions.conversation.editing.value;
  if (editing) return <EditForm key={editing.key} editing={editing} actions={actions} />;
  const attach = attachViews.value;
  if (attach?.hasVoice(actions.conversation)) return <attach.VoiceBar actions={actions} />;
  return <WriteForm actions={actions} />;
}

function WriteForm({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, composer } = actions;
  const { ownTyping } = messenger;
  const problem = useSignal<Problem | null>(null);
  const attach = attachViews.value;
  const send = () => {
    problem.value = sendDraft(actions);
    composer.current?.focus();
  };
  const onTyped = (text: string) => {
    problem.value = null;
    if (text === '') ownTyping.done();
    else ownTyping.typed(conversation.peer);
  };
  return (
    <ComposerForm
      top={
        <>
          {(conversation.otherDraft.value || conversation.replyingTo.value) && <ComposerTop actions={actions} />}
          {attach && <attach.Tray actions={actions} />}
          {actions.isRoom && <MentionList actions={actions} />}
        </>
      }
      tools={attach && <attach.Button actions={actions} />}
      buttons={<SendButton />}
      problem={problem.value}
      box={composer}
      takesFocus={!isByFinger()}
      label={texts.conversation.message()}
      placeholder={actions.isOwn ? texts.conversation.note() : texts.conversation.message()}
      text={conversation.draft}
      onSubmit={send}
      onOtherKey={(key) => leaveReply(actions, key) || editLast(actions, key)}
      onTyped={onTyped}
      onLeave={() => ownTyping.done()}
    />
  );
}

/** Returns why the draft was not sent; null also when there is nothing to send. */
function sendDraft({ messenger, conversation }: MessageActions): Problem | null {
  const text = conversation.draft.peek();
  const tray = conversation.tray?.hasFiles ? conversation.tray : null;
  if (!tray && text.trim() === '') return null;
  if (!tray && !isVisible(text)) return nothingToSee;
  if (!(tray ?? messenger).send(text)) return tooManyChanges;
  conversation.draft.value = '';
  messenger.ownTyping.done();
  return null;
}

function leaveReply({ conversation }: MessageActions, key: string): boolean {
  if (key !== inComposer.leave[0] || !conversation.replyingTo.peek()) return false;
  conversation.replyingTo.value = null;
  return true;
}

function editLast(actions: MessageActions, key: string): boolean {
  if (key !== inComposer.editLast[0] || actions.conversation.draft.peek() !== '') return false;
  const row = actions.messenger.lastOwn();
  if (!row || !actions.canEdit(row)) return false;
  actions.edit(row);
  return true;
}

function SendButton() {
  return (
    <button type="submit" class="send" aria-label={texts.conversation.send()}>
      <Icon of={ArrowUp} />
    </button>
  );
}
