/** Composes the page: connects the model to the network and to the address bar, and mounts the views. */
import { effect, signal, untracked } from '@preact/signals';
import type { User } from '../protocol/shapes.ts';
import { fetchEarlyLog, followState, keepStateOf, lastUser } from './compose-state.ts';
import { Account } from './model/account.ts';
import { EndedTexts } from './model/ended-texts.ts';
import { Messenger } from './model/messenger.ts';
import { UserSession } from './model/user-session.ts';
import type { SettingsApi } from './model/user-settings.ts';
import { WantedPlace } from './model/wanted-place.ts';
import { blocksHttp } from './net/blocks-http.ts';
import { Connection } from './net/connection.ts';
import { lateAccountApi } from './net/late-account-api.ts';
import { lateFilesApi } from './net/late-files-api.ts';
import { lateSettingsApi } from './net/late-settings-api.ts';
import { textStorage } from './net/text-storage.ts';
import { loadLaterTexts } from './texts/texts.ts';
import { mount } from './view/app/mount.tsx';
import { checkWhenRestored } from './view/app/restored-page.ts';
import { followLanguage } from './view/app/shown-language.ts';
import { pageIsWatched } from './view/conversation/attention.ts';
import { eventually } from './view/kit/eventually.ts';
import { fragment, openPeer, path, redirect } from './view/kit/location.ts';
import { comeToRest, whenAtRest } from './view/kit/rest.ts';

const account = new Account(lateAccountApi);
const endedTexts = new EndedTexts();
const session = signal<UserSession | null>(null);
const loadTextOwners = () => eventually(() => import('./net/text-owners.ts'));
/** Resolves when what the browser keeps of the open conversation is there. */
let restored: Promise<void> | undefined;
const isOutdated = signal(false);
/** True once the browser has removed what an ended session wrote. */
const isCleared = signal(false);
const entryPages = ['/login', '/register'];
const wanted = new WantedPlace(window.history.state);
let lastUsername: string | null = null;

// A signed-out user sees only the log-in and registration pages; a signed-in user sees neither.
effect(() => {
  const user = account.user.value;
  const onEntryPage = entryPages.includes(path.value);
  if (user === null && !onEntryPage && isCleared.value) {
    wanted.keep(account.hasLeft ? null : { address: path.peek() + fragment.peek(), of: lastUsername });
    redirect('/login', wanted.current);
  }
  if (user) {
    lastUsername = user.username;
    isCleared.value = false;
  }
  if (user && onEntryPage) redirect(wanted.take(user.username), null);
});

effect(() => {
  const user = account.user.value;
  // Undefined while the server has not answered: no network failure loses a text.
  if (user !== undefined) {
    // Texts of an ended session do not wait. Meanwhile, another user may have come.
    void (user ? whenAtRest() : Promise.resolve()).then(loadTextOwners).then(({ keepTextsOf }) => {
      keepTextsOf(account.user.peek()?.username ?? null);
      isCleared.value = account.user.peek() === null;
    });
    void keepStateOf(user);
  }
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
  const messenger = new Messenger(user, connection, texts, blocksHttp, lateFilesApi);
  const stopFollowingNetwork = followNetwork(connection, messenger);
  const leaving = new AbortController();
  window.addEventListener('pagehide', () => messenger.keepForReload(), { signal: leaving.signal });
  restored = followState(messenger, leaving.signal);
  messenger.start();
  connection.open();
  const effects = [
    effect(() => {
      if (connection.state.value === 'connected') welcomed();
    }),
    effect(() => messenger.openWith(openPeer.value)),
  ];
  void (account.isConfirmed ? showEarlyLog(messenger) : restored).finally(comeToRest);
  const signedIn = new UserSession(account, messenger, settingsApi(connection));
  session.value = signedIn;
  const stopLater = followLater(signedIn);
  return () => {
    stopLater();
    leaving.abort();
    stopFollowingNetwork();
    for (const stop of effects) stop();
    messenger.stop();
    connection.close();
    session.value = null;
  };
}

function welcomed(): void {
  account.sessionProven();
  // On a slow line, the same messages would come twice, and neither in time.
  window.stopEarlyLog?.();
}

/** A change of the password replaces the session. */
function settingsApi(connection: Connection): SettingsApi {
  const changePassword: SettingsApi['changePassword'] = (body) =>
    connection.renew(() => lateSettingsApi.changePassword(body));
  return Object.assign(Object.create(lateSettingsApi), { changePassword });
}

/** Shows the newest messages of the open conversation before the connection brings them, when the browser kept no state. */
async function showEarlyLog({ me, open, conversations }: Messenger): Promise<void> {
  const conversation = open.peek();
  if (!conversation || conversation.place) return;
  const log = await fetchEarlyLog(me, conversation.peer);
  if (log && !conversation.timeline.peek().loaded) conversations.restore(log);
}

/** Loads what is not part of the first view after it is drawn. */
function followLater(signedIn: UserSession): () => void {
  let stop: (() => void) | null = null;
  let hasLeft = false;
  signedIn.messenger.receipts.isWatched = () => pageIsWatched.peek();
  void whenAtRest()
    .then(() => eventually(() => Promise.all([import('./compose-later.ts'), loadLaterTexts()])))
    .then(([{ startLater }]) => {
      if (!hasLeft) stop = startLater(signedIn);
    });
  return () => {
    hasLeft = true;
    stop?.();
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

/** The files of the worker must not compete with those that the user waits for. In milliseconds. */
const workerAfterMs = 1_000;
const languageShown = followLanguage();
window.addEventListener('load', () => setTimeout(startWorker, workerAfterMs));

function startWorker(): void {
  void import('./compose-worker.ts').then((worker) => worker.startWorker(account, session, isOutdated)).catch(() => {});
}

checkWhenRestored(() => account.confirmUser());
/** The page of the user who was signed in last is there at once, and without the network. */
async function presumeUser(): Promise<void> {
  const user = await lastUser();
  if (!user || entryPages.includes(path.peek())) return;
  account.presume(user);
  // The kept messages take the place of those that the document asks for.
  if (!account.isConfirmed) window.stopEarlyLog?.();
  await restored;
}

/** The first render waits for the kept state at most this long, in milliseconds. */
const keptStateMs = 300;

/** A function, since a script that awaits at its top shares no code: the page would come in 35 files instead of 3. */
async function start(): Promise<void> {
  await languageShown;
  if (!navigator.cookieEnabled) void eventually(loadLaterTexts).then(() => account.needCookies());
  const presumed = presumeUser().catch(() => {});
  void account.start();
  // Then one render shows the page and the conversation. Without its worker, the browser has to load the code of the state.
  const pause = new Promise((resolve) => setTimeout(resolve, keptStateMs));
  if (navigator.serviceWorker?.controller) await Promise.race([presumed, pause]);
  mount({ account, registration: lateAccountApi, session, isOutdated });
}

void start();
