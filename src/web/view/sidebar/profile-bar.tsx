/** The own profile with the Settings link and the Log out button. */
import { useMemo } from 'preact/hooks';
import { LogOut } from '../../model/log-out.ts';
import type { Messenger } from '../../model/messenger.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Link } from '../kit/link.tsx';
import { conversationLink } from '../kit/location.ts';
import { useSession } from '../kit/page-context.ts';
import { Handle } from './handle.tsx';

export function ProfileBar({ messenger }: { messenger: Messenger }) {
  const session = useSession();
  const logOut = useMemo(() => new LogOut(session), [session]);
  const me = messenger.users.get(messenger.me);
  return (
    <header class="profile">
      <Avatar user={me} />
      <p class="profile-name">
        <strong>
          <bdi>{me.displayName}</bdi>
        </strong>
        <Handle user={me} />
        <a class="notes" href={conversationLink(me.username)} aria-label="Notes to self">
          Notes
        </a>
      </p>
      <Link to="/settings" returns>
        Settings
      </Link>
      <button type="button" class="plain" onClick={() => logOut.request()}>
        Log out
      </button>
      {logOut.notice.value && (
        <p role="alert" class="refusal">
          {logOut.notice.value}
        </p>
      )}
    </header>
  );
}
