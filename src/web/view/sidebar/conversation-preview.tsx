/** The second line of a conversation in the list: who types, an unsent text, a draft or the last message. */

import type { ComponentChildren } from 'preact';
import { limits } from '../../../protocol/limits.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { messageLine } from '../../model/message-line.ts';
import type { Messenger } from '../../model/messenger.ts';
import { isRoom } from '../../model/room-names.ts';
import { texts } from '../../texts/texts.ts';
import { TypingLine } from '../conversation/late-typing-line.ts';
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
  const draft =
    messenger.open.value === conversation ? '' : conversation.draft.value.slice(0, limits.previewLength).trim();
  const typists = messenger.typing.in(conversation.id.value);
  if (typists[0])
    return <Labelled label={isRoom(conversation) ? <TypingLine typists={typists} /> : texts.sidebar.typing()} />;
  if (unsent?.refused) return <Labelled label={texts.sidebar.notSent()} wrong text={unsent.body} />;
  if (draft) return <Labelled label={texts.sidebar.draft()} text={draft} />;
  const text = last?.deletedAt === undefined ? last && messageLine(last) : texts.conversation.messageDeleted();
  if (last?.from === messenger.me && conversation.peer !== messenger.me)
    return <Labelled label={ownName()} text={text} />;
  return (
    <span class="preview" dir="auto">
      {last && conversation.peer !== messenger.me && (
        <bdi class={isRoom(conversation) ? '' : 'unseen'}>{spokenName(messenger.users.get(last.from))}: </bdi>
      )}
      {text}
    </span>
  );
}

interface LabelledProps {
  label: ComponentChildren;
  text?: string | null;
  wrong?: boolean;
}

/** The label has a frame: no text of a message can look like it. */
function Labelled({ label, text, wrong }: LabelledProps) {
  return (
    <span class="preview labelled">
      <span class={`preview-label${wrong ? ' wrong' : ''}`}>
        {label}
        {text && <span class="unseen">:</span>}
      </span>{' '}
      <span dir="auto">{text}</span>
    </span>
  );
}
