/** Chooses what is drawn: log-in, registration, the messenger, or its settings. */

import { LoginPage } from '../entry/login-page.tsx';
import { RegisterPage } from '../entry/register-page.tsx';
import { Waiting } from '../kit/waiting.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { path } from './location.ts';
import { MessengerPage } from './messenger-page.tsx';
import { account, messenger } from './page-state.ts';

export function RootPage() {
  const entered = messenger.value;
  if (entered && path.value === '/settings') return <SettingsPage messenger={entered} />;
  if (entered) return <MessengerPage messenger={entered} />;
  if (path.value === '/register') return <RegisterPage />;
  if (path.value === '/login') return <LoginPage />;
  return <Waiting unreachable={account.unreachable.value} />;
}
