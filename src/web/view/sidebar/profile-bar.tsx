/** The own profile: the account menu, links to the notes and the settings, and the Log out button. */
import { Bookmark, LogOut as Leave, Settings } from 'lucide';
import { useEffect, useMemo } from 'preact/hooks';
import { LogOut } from '../../model/log-out.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { Link } from '../kit/link.tsx';
import { conversationLink } from '../kit/location.ts';
import { useSession } from '../kit/page-context.ts';
import { whenAtRest } from '../kit/rest.ts';
import { AccountMenu } from './account-menu.tsx';

export function ProfileBar({ messenger }: { messenger: Messenger }) {
  const session = useSession();
  const logOut = useMemo(() => new LogOut(session), [session]);
  useEffect(() => {
    void whenAtRest()
      .then(() => logOut.prepare())
      .catch(() => {});
  }, [logOut]);
  const me = messenger.users.get(messenger.me);
  const leave = () => void logOut.request();
  const [notes, out] = [texts.sidebar.notesToSelf(), texts.sidebar.logOut()];
  return (
    <header class="profile">
      <AccountMenu user={me} onLogOut={leave} />
      <a class="icon-button" href={conversationLink(me.username)} aria-label={notes} title={notes}>
        <Icon of={Bookmark} />
      </a>
      <Link to="/settings" returns class="icon-button" label={texts.sidebar.settings()}>
        <Icon of={Settings} />
      </Link>
      <button type="button" class="icon-button" aria-label={out} title={out} onClick={leave}>
        <Icon of={Leave} points />
      </button>
      {logOut.notice.value && (
        <p role="alert" class="refusal">
          {logOut.notice.value}
        </p>
      )}
    </header>
  );
}
