/** The dialog that makes a room: its title and its first members. */
import { useSignal } from '@preact/signals';
import type { User } from '../../../protocol/shapes.ts';
import { makeRoom } from '../../model/rooms/change-room.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { conversationLink, go } from '../kit/location.ts';
import { Modal } from '../kit/modal.tsx';
import { useSession } from '../kit/page-context.ts';
import { PeoplePicker, queryFault } from './people-picker.tsx';
import { TitleField, titleFault, titleId } from './title-field.tsx';

const peopleId = 'room-people';

/** The places of what the server may refuse. */
export const peoplePlaces = (field: string) => ({
  not_found: { field, text: texts.rooms.nobodyThere() },
  forbidden: { field, text: texts.rooms.cannotAdd() },
});

export function NewRoomDialog({ onClose }: { username: string; onClose: () => void }) {
  return (
    <Modal title={texts.rooms.newRoom()} onClose={onClose}>
      {(close) => <NewRoomForm onDone={close} />}
    </Modal>
  );
}

function NewRoomForm({ onDone }: { onDone: () => void }) {
  const { messenger } = useSession();
  const title = useSignal('');
  const chosen = useSignal<readonly User[]>([]);
  const query = useSignal('');
  const create = async () => {
    const members = chosen.peek().map(({ username }) => username);
    const { peer } = await makeRoom(messenger, { title: title.peek().trim(), members });
    onDone();
    go(`/${conversationLink(peer)}`);
  };
  const places = { title: { field: titleId }, members: { field: peopleId }, ...peoplePlaces(peopleId) };
  return (
    <ActionForm
      action={texts.rooms.create()}
      check={() => ({ [titleId]: titleFault(title.peek()), [peopleId]: queryFault(query.peek()) })}
      places={places}
      onSubmit={create}
      onCancel={onDone}
    >
      <TitleField title={title} autofocus />
      <PeoplePicker
        id={peopleId}
        label={texts.rooms.people()}
        chosen={chosen}
        query={query}
        without={(username) => username === messenger.me}
      />
    </ActionForm>
  );
}
