/** Chooses the page to render: log-in, registration, messenger or settings. */
import type { RegistrationAccess } from '../../model/registration-access.ts';
import { ClosedPage } from '../entry/closed-page.tsx';
import { LoginPage } from '../entry/login-page.tsx';
import { RegisterPage } from '../entry/register-page.tsx';
import { later } from '../kit/later.tsx';
import { path } from '../kit/location.ts';
import { SessionContext, usePage } from '../kit/page-context.ts';
import { MessengerPage } from './messenger-page.tsx';
import { Waiting } from './waiting.tsx';

const SettingsPage = later(async () => (await import('../settings/settings-page.tsx')).SettingsPage, { preload: true });

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
  if (path.value === '/register') return <RegistrationPage registration={page.registration} />;
  if (path.value === '/login') return <LoginPage />;
  return <Waiting obstacle={page.account.obstacle.value} />;
}

function RegistrationPage({ registration }: { registration: RegistrationAccess }) {
  const mode = registration.mode.value;
  if (mode === null) return <Waiting obstacle={registration.obstacle.value} />;
  return mode === 'closed' ? <ClosedPage /> : <RegisterPage />;
}
