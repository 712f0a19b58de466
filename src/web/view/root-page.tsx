/** Chooses what is drawn: log-in, registration, or the messenger. */

import { path } from './location.ts';
import { LoginPage } from './login-page.tsx';
import { MessengerPage } from './messenger-page.tsx';
import { account, messenger } from './page-state.ts';
import { RegisterPage } from './register-page.tsx';
import { Waiting } from './waiting.tsx';

export function RootPage() {
  if (messenger.value) return <MessengerPage messenger={messenger.value} />;
  if (path.value === '/register') return <RegisterPage />;
  if (path.value === '/login') return <LoginPage />;
  return <Waiting unreachable={account.unreachable.value} />;
}
