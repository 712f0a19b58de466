/** Chooses what is drawn: log-in, registration, the messenger, or its settings. */
import { path } from './location.ts';
import { LoginPage } from './login-page.tsx';
import { MessengerPage } from './messenger-page.tsx';
import { account, messenger } from './page-state.ts';
import { RegisterPage } from './register-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { Waiting } from './waiting.tsx';

export function RootPage() {
  const entered = messenger.value;
  if (entered && path.value === '/settings') return <SettingsPage messenger={entered} />;
  if (entered) return <MessengerPage messenger={entered} />;
  if (path.value === '/register') return <RegisterPage />;
  if (path.value === '/login') return <LoginPage />;
  return <Waiting unreachable={account.unreachable.value} />;
}
