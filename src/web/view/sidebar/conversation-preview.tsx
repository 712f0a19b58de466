/** The second line of a conversation in the list: who types, an unsent text, a draft or the last message. */
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { deletedText } from '../conversation/deleted-text.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';

export function ConversationPreview({
  messenger,
  conversation,
}: {
  messenger: Messenger;
  conversation: ConversationState;
}) {
  const last = conversation.last.value && messenger.commands.show(conversation.last.value);
  const unsent = messenger.commands.unsent.value.findLast(({ to }) => to === conversation.peer);
  const draft = messenger.open.value === conversation ? '' : conversation.draft.value.trim();
  if (messenger.typing.in(conversation.id.value).length > 0) return <Labelled label="typing…" />;
  if (unsent?.refused) return <Labelled label="Not sent" wrong text={unsent.body} />;
  if (draft) return <Labelled label="Draft" text={draft} />;
  const text = last?.deletedAt === undefined ? last?.body : deletedText;
  if (last?.from === messenger.me && conversation.peer !== messenger.me)
    return <Labelled label={ownName} text={text} />;
  return (
    <span class="preview" dir="auto">
      {conversation.peer !== messenger.me && (
        <span class="unseen">{spokenName(messenger.users.get(conversation.peer))}: </span>
      )}
      {text}
    </span>
  );
}

/** The label has a frame: no text of a message can look like it. */
function Labelled({ label, text = '', wrong = false }: { label: string; text?: string | undefined; wrong?: boolean }) {
  return (
    <span class="preview">
      <span class={wrong ? 'preview-label wrong' : 'preview-label'}>
        {label}
        {text && <span class="unseen">:</span>}
      </span>{' '}
      <span dir="auto">{text}</span>
    </span>
  );
}
