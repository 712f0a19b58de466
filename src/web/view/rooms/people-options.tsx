/** The people that a field offers, in a list that its keys lead through. */
import type { User } from '../../../protocol/shapes.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Handle } from '../sidebar/handle.tsx';
import './rooms.css';

interface Props {
  id: string;
  label: string;
  users: readonly User[];
  /** The index of the one that Enter chooses. */
  at: number;
  onChoose: (user: User) => void;
}

/** The field keeps the focus. */
export function PeopleOptions({ id, label, users, at, onChoose }: Props) {
  return (
    <div id={id} class="people-options" role="listbox" aria-label={label} tabIndex={-1} hidden={users.length === 0}>
      {users.map((user, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys.
        <div
          key={user.username}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(user)}
        >
          <Avatar user={user} />
          <bdi>{user.displayName}</bdi>
          <Handle user={user} />
        </div>
      ))}
    </div>
  );
}
