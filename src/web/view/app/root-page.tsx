/** Chooses the page to render: log-in, registration, messenger or settings. */
import { later } from '../kit/later.tsx';
import { path } from '../kit/location.ts';
import { SessionContext, usePage } from '../kit/page-context.ts';
import { Waiting } from '../kit/waiting.tsx';
import { MessengerPage } from './messenger-page.tsx';

const EntryPage = later(async () => (await import('../entry/entry-page.tsx')).EntryPage, { asked: true });
const SettingsPage = later(async () => (await import('../settings/settings-page.tsx')).SettingsPage, {
  preload: true,
  asked: true,
});

export function RootPage() {
  const page = usePage();
  const session = page.session.value;
  if (session) {
    return (
      <SessionContext.Provider value={session}>
        {path.value === '/settings' ? (
          <SettingsPage session={session} />
        ) : (
          <MessengerPage messenger={session.messenger} />
        )}
      </SessionContext.Provider>
    );
  }
  if (path.value === '/register' || path.value === '/login') return <EntryPage />;
  return <Waiting obstacle={page.account.obstacle.value} />;
}
