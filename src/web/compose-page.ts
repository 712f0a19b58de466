/** Composes the page: connects the model to the network and to the address bar, and mounts the views. */
import { effect, signal, untracked } from '@preact/signals';
import type { User } from '../protocol/shapes.ts';
import { Account, cookiesNeeded } from './model/account.ts';
import { EndedTexts } from './model/ended-texts.ts';
import { Messenger } from './model/messenger.ts';
import type { PasswordApi } from './model/password-form.ts';
import { RegistrationAccess } from './model/registration-access.ts';
import { UserSession } from './model/user-session.ts';
import { WantedPlace } from './model/wanted-place.ts';
import { accountHttp } from './net/account-http.ts';
import { blocksHttp } from './net/blocks-http.ts';
import { Connection } from './net/connection.ts';
import { factorsHttp } from './net/factors-http.ts';
import { passkeysWork } from './net/passkey-browser.ts';
import { settingsHttp } from './net/settings-http.ts';
import { keepTextsOf } from './net/text-owners.ts';
import { textStorage } from './net/text-storage.ts';
import { mount } from './view/app/mount.tsx';
import { checkWhenRestored } from './view/app/restored-page.ts';
import { fragment, openPeer, path, redirect } from './view/kit/location.ts';

const account = new Account(accountHttp);
const registration = new RegistrationAccess(accountHttp);
const endedTexts = new EndedTexts();
const session = signal<UserSession | null>(null);
const entryPages = ['/login', '/register'];
const wanted = new WantedPlace(window.history.state);
let lastUser: string | null = null;

// A signed-out user sees only the log-in and registration pages; a signed-in user sees neither.
effect(() => {
  const user = account.user.value;
  const onEntryPage = entryPages.includes(path.value);
  if (user === null && !onEntryPage) {
    wanted.keep(account.hasLeft ? null : { address: path.peek() + fragment.peek(), of: lastUser });
    redirect('/login', wanted.current);
  }
  if (user) lastUser = user.username;
  if (user && onEntryPage) redirect(wanted.take(user.username), null);
});

if (!navigator.cookieEnabled) account.notice.value = cookiesNeeded;

effect(() => {
  if (path.value === '/register') registration.takeLink(fragment.value);
});

effect(() => {
  if (account.user.value === null) void registration.refresh();
});

effect(() => {
  const user = account.user.value;
  // Undefined while the server has not answered: no network failure loses a text.
  if (user !== undefined) keepTextsOf(user?.username ?? null);
  return user ? untracked(() => enter(user)) : undefined;
});

/** Runs the messenger while this user is signed in; returns the function that ends it. */
function enter(user: User): () => void {
  const texts = textStorage(user.username);
  endedTexts.restore(user.username, texts);
  const connection = new Connection(
    user.username,
    () => {
      endedTexts.keep(user.username, texts);
      account.sessionEnded();
    },
    (other) => account.switchUser(other),
  );
  const messenger = new Messenger(user, connection, texts, blocksHttp);
  const stopFollowingNetwork = followNetwork(connection, messenger);
  messenger.start();
  connection.open();
  const stopProving = effect(() => {
    if (connection.state.value === 'connected') account.sessionProven();
  });
  const stopFollowingAddress = effect(() => {
    messenger.openWith(openPeer.value);
  });
  const changePassword: PasswordApi['changePassword'] = (body) =>
    connection.renew(() => settingsHttp.changePassword(body));
  session.value = new UserSession(account, messenger, { ...settingsHttp, ...factorsHttp, changePassword });
  return () => {
    stopFollowingNetwork();
    stopFollowingAddress();
    stopProving();
    messenger.stop();
    connection.close();
    session.value = null;
  };
}

/** Reconnects and fetches when the user returns to the page or the network returns. */
function followNetwork(connection: Connection, messenger: Messenger): () => void {
  const listeners = new AbortController();
  const whileSignedIn = { signal: listeners.signal };
  const refresh = () => {
    connection.reconnectNow();
    messenger.resync();
  };
  window.addEventListener('focus', refresh, whileSignedIn);
  window.addEventListener('online', refresh, whileSignedIn);
  window.addEventListener('offline', () => connection.disconnect(), whileSignedIn);
  return () => listeners.abort();
}

checkWhenRestored(() => account.confirmUser());
mount({ account, registration, session, passkeysWork });
void account.start();
