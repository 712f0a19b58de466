/** Who one is, the way to the settings, and the way out. */
import { useSignal } from '@preact/signals';
import type { Messenger } from '../../model/messenger.ts';
import { WireFailure } from '../../model/wire-failure.ts';
import { Link } from '../app/link.tsx';
import { logOut } from '../app/page-state.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Handle } from '../kit/handle.tsx';

export function ProfileBar({ messenger }: { messenger: Messenger }) {
  /** Why one is still here after asking to leave. */
  const failure = useSignal('');
  const me = messenger.users.get(messenger.me);
  const leave = async () => {
    const waiting = messenger.outbox.unsent.value.filter(({ refused }) => refused === null).length;
    if (waiting > 0 && failure.value !== unsentText(waiting)) {
      failure.value = unsentText(waiting);
      return;
    }
    try {
      await logOut(messenger);
    } catch (error) {
      failure.value = WireFailure.from(error).message;
    }
  };
  return (
    <header class="profile">
      <Avatar user={me} />
      <p class="profile-name">
        <strong>
          <bdi>{me.displayName}</bdi>
        </strong>
        <Handle user={me} />
      </p>
      <Link to="/settings" returns>
        Settings
      </Link>
      <button type="button" class="plain" onClick={leave}>
        Log out
      </button>
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
    </header>
  );
}

function unsentText(count: number): string {
  const what = count === 1 ? 'One message has' : `${count} messages have`;
  return `${what} not been sent yet. Log out once more to leave without sending.`;
}
