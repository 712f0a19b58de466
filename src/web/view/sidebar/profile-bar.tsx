/** The own profile: the account menu, links to the notes and the settings, and the Log out button. */
import { signal } from '@preact/signals';
import { Bookmark, LogOut as Leave, Settings } from 'lucide';
import { useEffect, useMemo } from 'preact/hooks';
import type { LogOut } from '../../model/log-out.ts';
import type { Messenger } from '../../model/messenger.ts';
import { loadLaterTexts, texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { Link } from '../kit/link.tsx';
import { conversationLink } from '../kit/location.ts';
import { useSession } from '../kit/page-context.ts';
import { whenAtRest } from '../kit/rest.ts';
import { AccountMenu } from './account-menu.tsx';

export function ProfileBar({ messenger }: { messenger: Messenger }) {
  const { leave, notice } = useLogOut();
  const me = messenger.users.get(messenger.me);
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
      {notice && (
        <p role="alert" class="refusal">
          {notice}
        </p>
      )}
    </header>
  );
}

/** Loads the code of the log-out after the first view, while there is a connection. */
function useLogOut() {
  const session = useSession();
  const logOut = useMemo(() => signal<LogOut | null>(null), [session]);
  const prepare = async () => {
    const [code] = await Promise.all([import('../../model/log-out.ts'), loadLaterTexts()]);
    logOut.value ??= new code.LogOut(session);
    return logOut.value;
  };
  useEffect(() => {
    void whenAtRest()
      .then(prepare)
      .catch(() => {});
  }, [logOut]);
  // Only a page of a former build has no code for it.
  const leave = () =>
    void prepare()
      .then((prepared) => prepared.request())
      .catch(() => location.reload());
  return { leave, notice: logOut.value?.notice.value };
}
