/** Under the title of a room: how many members it has; it opens the list of them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { learnRoom } from '../../model/rooms/learn-room.ts';
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
    if (room === null && isConnected) learnRoom(messenger, conversation).catch(() => {});
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
