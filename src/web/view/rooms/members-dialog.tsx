/** The members of a room, and what a member may do with it. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RoomMember } from '../../../protocol/room-shapes.ts';
import type { User } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { failureText } from '../../model/failure-text.ts';
import { changeRoom } from '../../model/rooms/change-room.ts';
import { MemberList } from '../../model/rooms/member-list.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { conversationLink } from '../kit/location.ts';
import { Modal } from '../kit/modal.tsx';
import { useSession } from '../kit/page-context.ts';
import { Handle } from '../sidebar/handle.tsx';
import { AddForm, LeaveButton, RenameForm } from './room-forms.tsx';
import './members.css';

interface Props {
  conversation: ConversationState;
  onClose: () => void;
}

export function MembersDialog({ conversation, onClose }: Props) {
  return (
    <Modal
      title={conversation.room.value?.lobby ? texts.rooms.onlineList() : texts.rooms.memberList()}
      onClose={onClose}
    >
      {(close) => <Members conversation={conversation} onClose={close} />}
    </Modal>
  );
}

function Members({ conversation, onClose }: Props) {
  const { messenger } = useSession();
  const list = useMemo(() => new MemberList(messenger, conversation), [conversation]);
  const room = conversation.room.value;
  // Each change brings another summary.
  useEffect(() => void list.load(), [list, room]);
  const isOwner = room?.role === 'owner';
  // A field with the focus would raise the keyboard of a phone over the list.
  return (
    <div class="members" tabIndex={-1} autofocus>
      {list.failed.value && (
        <p role="alert" class="refusal">
          {texts.failures.unreachable()}
        </p>
      )}
      <MemberRows list={list} conversation={conversation} isOwner={isOwner} />
      {list.hasMore.value && (
        <button type="button" class="plain" onClick={() => void list.more()}>
          {texts.sidebar.morePeople()}
        </button>
      )}
      {isOwner && <AddForm conversation={conversation} list={list} />}
      {isOwner && <RenameForm conversation={conversation} />}
      <div class="actions">
        {!room?.lobby && <LeaveButton conversation={conversation} onLeft={onClose} />}
        <button type="button" class="plain" onClick={onClose}>
          {texts.dialogs.close()}
        </button>
      </div>
    </div>
  );
}

interface RowsProps {
  list: MemberList;
  conversation: ConversationState;
  isOwner: boolean;
}

function MemberRows({ list, conversation, isOwner }: RowsProps) {
  const { messenger } = useSession();
  const refusal = useSignal('');
  const change = (body: Parameters<typeof changeRoom>[2]) => {
    refusal.value = '';
    const done = changeRoom(messenger, conversation, body);
    void done.then(
      () => list.load(),
      (error: unknown) => (refusal.value = failureText(error)),
    );
  };
  return (
    <>
      {refusal.value && (
        <p role="alert" class="refusal">
          {refusal.value}
        </p>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul class="member-rows" role="list" aria-label={texts.rooms.memberList()}>
        {list.members.value.map((member) => (
          <MemberRow
            key={member.user.username}
            member={member}
            isMe={member.user.username === messenger.me}
            canChange={isOwner && member.user.username !== messenger.me}
            onChange={change}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  member: RoomMember;
  isMe: boolean;
  canChange: boolean;
  onChange: (body: Parameters<typeof changeRoom>[2]) => void;
}

function MemberRow({ member: { user, role }, isMe, canChange, onChange }: RowProps) {
  const { username, displayName: name } = user;
  return (
    <li>
      <Avatar user={user} lazy />
      <MemberName user={user} role={role} isMe={isMe} />
      {canChange && (
        <span class="member-tools">
          {role !== 'owner' && (
            <button
              type="button"
              class="plain"
              aria-label={texts.rooms.makeNameOwner({ name })}
              onClick={() => onChange({ promote: [username] })}
            >
              {texts.rooms.makeOwner()}
            </button>
          )}
          <button
            type="button"
            class="plain"
            aria-label={texts.rooms.removeName({ name })}
            onClick={() => onChange({ remove: [username] })}
          >
            {texts.rooms.remove()}
          </button>
        </span>
      )}
    </li>
  );
}

/** A name leads to the conversation with that member. */
function MemberName({ user, role, isMe }: { user: User; role: RoomMember['role']; isMe: boolean }) {
  return (
    <span class="member-name">
      {isMe ? (
        <bdi>{user.displayName}</bdi>
      ) : (
        <a href={conversationLink(user.username)}>
          <bdi>{user.displayName}</bdi>
        </a>
      )}
      {role === 'owner' && <span class="role">{texts.rooms.owner()}</span>}
      <Handle user={user} />
    </span>
  );
}
