/** Replaces the conversation when no user has the requested name. */
import { isRoomName } from '../../model/room-names.ts';
import { texts } from '../../texts/texts.ts';
import { Emblem } from '../kit/emblem.tsx';
import { leaveView } from '../kit/location.ts';
import { Sentence } from '../kit/sentence.tsx';

export function NobodyThere({ username }: { username: string }) {
  const isRoom = isRoomName(username);
  return (
    <div class="nothing-open nobody">
      <Emblem />
      <h1>
        {isRoom ? (
          texts.rooms.notInRoom()
        ) : (
          <Sentence of={texts.message.nobodyCalled} elements={{ name: <bdi>{username}</bdi> }} />
        )}
      </h1>
      <p>{isRoom ? texts.rooms.notInRoomHint() : texts.message.nobodyHint()}</p>
      <button type="button" class="primary" onClick={leaveView}>
        {texts.conversation.backToConversations()}
      </button>
    </div>
  );
}
