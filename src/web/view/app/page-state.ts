/** The state of this page: the account, and the messenger of whoever is signed in. */
import { effect, signal, untracked } from '@preact/signals';
import type { DeletionBody } from '../../../protocol/routes.ts';
import type { User } from '../../../protocol/shapes.ts';
import { Account } from '../../model/account.ts';
import { Messenger } from '../../model/messenger.ts';
import { accountHttp } from '../../net/account-http.ts';
import { blocksHttp } from '../../net/blocks-http.ts';
import { Connection } from '../../net/connection.ts';
import { textStorage } from '../../net/text-storage.ts';
import { go, openPeer, path } from './location.ts';

export const account = new Account(accountHttp);
export const messenger = signal<Messenger | null>(null);

const waysIn = ['/login', '/register'];

// Signed out there are only the log-in and the registration page, signed in neither.
effect(() => {
  const user = account.user.value;
  const atDoor = waysIn.includes(path.value);
  if (user === null && !atDoor) go('/login');
  if (user && atDoor) go('/');
});

effect(() => {
  const user = account.user.value;
  return user ? untracked(() => enter(user)) : undefined;
});

/** Runs the messenger for as long as this user is signed in; returns what ends it. */
function enter(user: User): () => void {
  const connection = new Connection(
    user.username,
    () => account.sessionEnded(),
    (other) => account.switchUser(other),
  );
  const entered = new Messenger(user, connection, textStorage(user.username), blocksHttp);
  const hurry = () => {
    connection.hurry();
    entered.resync();
  };
  const distrust = () => connection.distrust();
  window.addEventListener('focus', hurry);
  window.addEventListener('online', hurry);
  window.addEventListener('offline', distrust);
  entered.start();
  connection.open();
  const follow = effect(() => entered.openWith(openPeer.value === user.username ? null : openPeer.value));
  messenger.value = entered;
  return () => {
    window.removeEventListener('focus', hurry);
    window.removeEventListener('online', hurry);
    window.removeEventListener('offline', distrust);
    follow();
    entered.stop();
    connection.close();
    messenger.value = null;
  };
}

/** Logs out; what was not sent goes with it. */
export async function logOut(left: Messenger): Promise<void> {
  await account.logout();
  left.clear();
}

export async function deleteAccount(left: Messenger, body: DeletionBody): Promise<void> {
  await account.remove(body);
  left.clear();
}
