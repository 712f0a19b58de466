/** Under the title of a room: how many members it has; it opens the list of them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { idOf, titled } from '../../model/room-names.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { MembersDialog } from './members-dialog.tsx';
import './rooms.css';

export function RoomLine({ actions }: { actions: MessageActions }) {
  const { messenger, conversation } = actions;
  const isOpen = useSignal(false);
  const room = conversation.room.value;
  const isConnected = messenger.wire.state.value === 'connected';
  useEffect(() => {
    if (room === null && isConnected) void learnRoom(actions);
  }, [room === null, isConnected]);
  if (!room) return <p />;
  return (
    <>
      <p>
        <button type="button" class="line-button" aria-haspopup="dialog" onClick={() => (isOpen.value = true)}>
          {room.lobby
            ? texts.rooms.online({ count: room.online ?? 0 })
            : texts.rooms.members({ count: room.memberCount })}
        </button>
      </p>
      {isOpen.value && <MembersDialog conversation={conversation} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

/** A room that the loaded part of the list does not have. */
async function learnRoom({ messenger: { wire, users, me }, conversation }: MessageActions): Promise<void> {
  const { peer } = conversation;
  const page = await wire.request('room', { conversation: idOf(peer), limit: 1 }).catch(() => null);
  if (!page || conversation.room.peek()) return;
  const { title, memberCount, online } = page;
  const role = page.members.find(({ user }) => user.username === me)?.role ?? 'member';
  users.learn([titled(peer, title)]);
  const ofLobby = online === undefined ? {} : { lobby: true, online };
  conversation.room.value = { title, memberCount, role, ...ofLobby };
}
