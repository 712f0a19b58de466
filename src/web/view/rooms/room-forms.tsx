/** The forms of a room: owners add people and rename it, and each member may leave. */
import { useSignal } from '@preact/signals';
import type { User } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { changeRoom, leaveRoom } from '../../model/rooms/change-room.ts';
import type { MemberList } from '../../model/rooms/member-list.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';
import { useSession } from '../kit/page-context.ts';
import { peoplePlaces } from './new-room-dialog.tsx';
import { PeoplePicker, queryFault } from './people-picker.tsx';
import { TitleField, titleFault, titleId } from './title-field.tsx';

interface Props {
  conversation: ConversationState;
}

const addedId = 'room-added';

export function AddForm({ conversation, list }: Props & { list: MemberList }) {
  const { messenger } = useSession();
  const chosen = useSignal<readonly User[]>([]);
  const query = useSignal('');
  const add = async () => {
    await changeRoom(messenger, conversation, { add: chosen.peek().map(({ username }) => username) });
    chosen.value = [];
    await list.load();
  };
  const fault = () => queryFault(query.peek()) || (chosen.peek().length === 0 ? texts.rooms.chooseSomebody() : '');
  const isMember = (username: string) => list.members.peek().some(({ user }) => user.username === username);
  return (
    <ActionForm
      action={texts.rooms.add()}
      check={() => ({ [addedId]: fault() })}
      places={{ add: { field: addedId }, ...peoplePlaces(addedId) }}
      onSubmit={add}
    >
      <PeoplePicker id={addedId} label={texts.rooms.addPeople()} chosen={chosen} query={query} without={isMember} />
    </ActionForm>
  );
}

export function RenameForm({ conversation }: Props) {
  const { messenger } = useSession();
  const title = useSignal(messenger.users.get(conversation.peer).displayName);
  return (
    <ActionForm
      action={texts.rooms.rename()}
      done={texts.rooms.renamed()}
      check={() => ({ [titleId]: titleFault(title.peek()) })}
      places={{ title: { field: titleId } }}
      onSubmit={() => changeRoom(messenger, conversation, { title: title.peek().trim() })}
    >
      <TitleField title={title} />
    </ActionForm>
  );
}

/** A room with members has an owner: the server promotes a member when the last one leaves. */
export function LeaveButton({ conversation, onLeft }: Props & { onLeft: () => void }) {
  const { messenger } = useSession();
  const leave = async () => {
    await leaveRoom(messenger, conversation);
    onLeft();
  };
  return (
    <DialogButton label={texts.rooms.leave()} title={texts.rooms.leaveThis()}>
      {(close) => (
        <ActionForm grave action={texts.rooms.leave()} onSubmit={leave} onCancel={close}>
          <p>{texts.rooms.leaveMeans()}</p>
          {conversation.room.value?.role === 'owner' && <p>{texts.rooms.leaveAsOwner()}</p>}
        </ActionForm>
      )}
    </DialogButton>
  );
}
