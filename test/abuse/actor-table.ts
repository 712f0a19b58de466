/** Lists the expected outcome of every route and event for each actor. */
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { goodPassword, uniqueName } from '../support/client.ts';
import type { Actor, Scene } from './actors.ts';
import { roomEvents, roomRoutes } from './room-rows.ts';

/** `ok`, the code of a refusal, or `closed` when the actor has no open socket. */
type Outcome = string;
export type Cells = Record<Actor, Outcome>;

interface Given {
  scene: Scene;
  actor: Actor;
  /** The username that the actor requests: for the owner the peer, for all other actors the owner. */
  other: string;
}

interface RequestInput {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

export interface RouteRow {
  request?(given: Given): RequestInput | Promise<RequestInput>;
  cells: Cells;
  /** Whether the peer is told although a block stands. */
  passesBlocks?: true;
}

export interface EventRow {
  payload(given: Given): object;
  cells: Cells;
  /** Whether the peer is told although a block stands. */
  passesBlocks?: true;
}

const everyActor: Cells = { signedOut: 'ok', revoked: 'ok', stranger: 'ok', blocked: 'ok', peer: 'ok', owner: 'ok' };
const all = (code: string): Cells =>
  Object.fromEntries(Object.keys(everyActor).map((actor) => [actor, code])) as unknown as Cells;
/** Every signed-in actor, for their own data. */
const signedIn: Cells = { ...everyActor, signedOut: 'unauthorized', revoked: 'unauthorized' };
const signedInRefusal = (code: string): Cells => ({
  ...all(code),
  signedOut: 'unauthorized',
  revoked: 'unauthorized',
});
const connected: Cells = { ...everyActor, signedOut: 'closed', revoked: 'closed' };
const signed = { connected, signedIn, signedInRefusal };

const message = () => ({ clientId: randomUUID(), body: 'Hello' });
const ownPassword = ({ scene, actor }: Given) => ({ body: { password: scene.users[actor].password } });

/** A well-formed response for log-in and registration that no challenge belongs to. */
const unknownPasskey = () => ({
  ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA', attestationObject: 'AAAA' },
});
/** A new browser at a push service that does not exist. */
const pushSubscription = () => {
  const browser = createECDH('prime256v1');
  const p256dh = browser.generateKeys('base64url');
  return {
    endpoint: `https://push.example.org/${randomUUID()}`,
    keys: { p256dh, auth: randomBytes(16).toString('base64url') },
  };
};
const ofOther = ({ other }: Given) => ({ params: { username: other } });
/** The first message of each conversation is the owner's; with the blocked actor it is that actor's own. */
const firstMessage = ({ other }: Given) => ({ params: { username: other, seq: '1' } });
const firstSeq = ({ other }: Given) => ({ with: other, seq: 1 });
/** What both members may do, unless a block stands. */
const changeOfBoth = { stranger: 'not_found', blocked: 'forbidden' };
const ownMessage = { stranger: 'not_found', peer: 'forbidden' };
/** Own messages are never unread. */
const peersMessage = { stranger: 'not_found', blocked: 'invalid_input', owner: 'invalid_input' };

const routesOfTwo: Record<string, RouteRow> = {
  'GET /': { cells: everyActor },
  'GET /login': { cells: everyActor },
  'GET /register': { cells: everyActor },
  'GET /settings': { cells: everyActor },
  'GET /healthz': { cells: everyActor },
  'GET /readyz': { cells: everyActor },
  // Requests from this machine; test/process tests other addresses.
  'GET /metrics': { cells: everyActor },
  'GET /api/docs': { cells: everyActor },
  'GET /api/docs/json': { cells: everyActor },
  'GET /api/docs/yaml': { cells: everyActor },
  'GET /api/registration': { cells: everyActor },
  'GET /api/session': { cells: everyActor },
  'POST /api/register': {
    request: () => ({ body: { username: uniqueName(), password: goodPassword } }),
    cells: everyActor,
  },
  'POST /api/login': {
    // Every actor logs in as the owner with their own password; the revoked device does not know the owner's either.
    request: ({ scene, actor }) => {
      const { owner, stranger, [actor]: own } = scene.users;
      const { password } = own.username === owner.username && actor !== 'owner' ? stranger : own;
      return { body: { username: owner.username, password } };
    },
    cells: {
      signedOut: 'invalid_credentials',
      revoked: 'invalid_credentials',
      stranger: 'invalid_credentials',
      blocked: 'invalid_credentials',
      peer: 'invalid_credentials',
      owner: 'ok',
    },
  },
  'POST /api/login/passkey/options': { cells: everyActor },
  'POST /api/login/passkey': {
    request: () => ({ body: { response: unknownPasskey() } }),
    cells: all('invalid_credentials'),
  },
  'POST /api/logout': { cells: signedIn },
  'GET /api/me': { cells: signedIn },
  'PATCH /api/me': { request: () => ({ body: { displayName: 'Another' } }), cells: signedIn },
  'DELETE /api/me': {
    request: ({ scene, actor }) => ({ body: { password: scene.users[actor].password } }),
    cells: signedIn,
  },
  'POST /api/me/password': {
    request: ({ scene, actor }) => ({ body: { current: scene.users[actor].password, next: goodPassword } }),
    cells: signedIn,
  },
  'GET /api/me/factors': { cells: signedIn },
  'POST /api/me/totp': { request: ownPassword, cells: signedIn },
  'PUT /api/me/totp': { request: () => ({ body: { code: '123456' } }), cells: signedInRefusal('conflict') },
  'DELETE /api/me/totp': { request: ownPassword, cells: signedInRefusal('not_found') },
  'POST /api/me/recovery-codes': { request: ownPassword, cells: signedInRefusal('conflict') },
  'POST /api/me/passkeys/options': { request: ownPassword, cells: signedIn },
  'POST /api/me/passkeys': {
    request: () => ({ body: { name: 'Key', response: unknownPasskey() } }),
    cells: signedInRefusal('forbidden'),
  },
  'DELETE /api/me/passkeys/:id': {
    request: (given) => ({ params: { id: 'unknown' }, ...ownPassword(given) }),
    cells: signedInRefusal('not_found'),
  },
  'GET /api/sessions': { cells: signedIn },
  'DELETE /api/sessions': { cells: signedIn },
  'DELETE /api/sessions/:id': {
    request: async ({ scene }) => {
      const { body } = await scene.users.owner.fetch<{ sessions?: { id: string }[] }>('/api/sessions');
      return { params: { id: body.sessions?.[0]?.id ?? 'gone' } };
    },
    cells: { ...signedIn, stranger: 'not_found', blocked: 'not_found', peer: 'not_found' },
  },
  'GET /api/users': { request: ({ other }) => ({ query: { query: other } }), cells: signedIn },
  'GET /api/search': { request: () => ({ query: { query: 'word' } }), cells: signedIn },
  'GET /api/conversations': { cells: signedIn },
  'GET /api/conversations/:username/messages': { request: ofOther, cells: signedIn },
  'GET /api/conversations/:username/days': {
    request: (given) => ({ ...ofOther(given), query: { month: '2026-11', timeZone: 'UTC' } }),
    cells: signedIn,
  },
  'POST /api/conversations/:username/messages': {
    request: (given) => ({ ...ofOther(given), body: message() }),
    cells: { ...signedIn, blocked: 'forbidden' },
  },
  'PATCH /api/conversations/:username/messages/:seq': {
    request: (given) => ({ ...firstMessage(given), body: { body: 'Edited' } }),
    cells: { ...signedIn, ...ownMessage, blocked: 'forbidden' },
  },
  'DELETE /api/conversations/:username/messages/:seq': {
    request: firstMessage,
    cells: { ...signedIn, ...ownMessage },
    passesBlocks: true,
  },
  ...Object.fromEntries(
    ['PUT', 'DELETE'].flatMap((method): [string, RouteRow][] => [
      [
        `${method} /api/conversations/:username/messages/:seq/reactions/:emoji`,
        {
          request: (given) => ({ params: { ...firstMessage(given).params, emoji: encodeURIComponent('👍') } }),
          cells: { ...signedIn, ...changeOfBoth },
        },
      ],
      [
        `${method} /api/conversations/:username/messages/:seq/pin`,
        { request: firstMessage, cells: { ...signedIn, ...changeOfBoth } },
      ],
    ]),
  ),
  'GET /api/conversations/:username/messages/:seq/info': {
    request: firstMessage,
    cells: { ...signedIn, ...ownMessage },
  },
  'GET /api/conversations/:username/messages/:seq/versions': {
    request: firstMessage,
    cells: { ...signedIn, stranger: 'not_found' },
  },
  'GET /api/conversations/:username/changes': {
    request: (given) => ({ ...ofOther(given), query: { after: '0' } }),
    cells: signedIn,
  },
  'GET /api/conversations/:username/pins': { request: ofOther, cells: signedIn },
  // Without the headers of the protocol; the suite of uploads sends them.
  'OPTIONS /api/uploads': { cells: everyActor },
  'POST /api/uploads': { cells: signedInRefusal('invalid_input') },
  'PATCH /api/uploads/:id': { cells: signedInRefusal('not_found') },
  'DELETE /api/uploads/:id': { cells: signedInRefusal('not_found') },
  'GET /api/conversations/:username/files': { request: ofOther, cells: signedIn },
  // The target has no file: reading one needs the suite of the shared files.
  'GET /api/conversations/:username/files/:id': {
    request: (given) => ({ params: { ...ofOther(given).params, id: 'AAAAAAAAAAAAAAAA' } }),
    cells: signedInRefusal('not_found'),
  },
  'PUT /api/me/avatar': { cells: signedInRefusal('invalid_input') },
  'DELETE /api/me/avatar': { cells: signedIn },
  'GET /api/avatars/:id': {
    request: () => ({ params: { id: 'AAAAAAAAAAAAAAAA' } }),
    cells: signedInRefusal('not_found'),
  },
  'PUT /api/conversations/:username/mute': {
    request: (given) => ({ ...ofOther(given), body: { until: null } }),
    cells: signedIn,
  },
  'PUT /api/conversations/:username/archive': {
    request: (given) => ({ ...ofOther(given), body: { on: true } }),
    cells: signedIn,
  },
  'PUT /api/conversations/:username/unread': {
    request: (given) => ({ ...ofOther(given), body: { seq: 1 } }),
    cells: { ...signedIn, ...peersMessage },
  },
  'GET /api/me/settings': { cells: signedIn },
  'PATCH /api/me/settings': { request: () => ({ body: { theme: 'dark' } }), cells: signedIn },
  'PUT /api/me/status': { request: () => ({ body: { text: 'At lunch', emoji: '🍜' } }), cells: signedIn },
  'DELETE /api/me/status': { cells: signedIn },
  'POST /api/me/export': { request: ownPassword, cells: signedIn },
  'GET /api/me/export': { cells: signedIn },
  'DELETE /api/me/export': { cells: signedInRefusal('not_found') },
  'GET /api/me/export/file': { cells: signedInRefusal('not_found') },
  'GET /api/drafts': { cells: signedIn },
  'PUT /api/drafts/:username': {
    request: (given) => ({ ...ofOther(given), body: { text: '', base: 0 } }),
    cells: signedIn,
  },
  'GET /api/push/key': { cells: signedIn },
  'PUT /api/push': { request: () => ({ body: pushSubscription() }), cells: signedIn },
  'DELETE /api/push': { cells: signedIn },
  'GET /api/blocks': { cells: signedIn },
  'PUT /api/blocks/:username': { request: ofOther, cells: signedIn },
  'DELETE /api/blocks/:username': { request: ofOther, cells: signedIn },
};

export const routeTable = { ...routesOfTwo, ...roomRoutes(routesOfTwo, signed) };

export const eventTable: Record<string, EventRow> = {
  ...roomEvents(signed),
  chatMessage: {
    payload: ({ other }) => ({ to: other, ...message() }),
    cells: { ...connected, blocked: 'forbidden' },
  },
  editMessage: {
    payload: (given) => ({ ...firstSeq(given), body: 'Edited' }),
    cells: { ...connected, ...ownMessage, blocked: 'forbidden' },
  },
  deleteMessage: { payload: firstSeq, cells: { ...connected, ...ownMessage }, passesBlocks: true },
  react: {
    payload: (given) => ({ ...firstSeq(given), emoji: '👍', on: true }),
    cells: { ...connected, ...changeOfBoth },
  },
  pin: { payload: (given) => ({ ...firstSeq(given), on: true }), cells: { ...connected, ...changeOfBoth } },
  messageInfo: { payload: firstSeq, cells: { ...connected, ...ownMessage } },
  messageVersions: { payload: firstSeq, cells: { ...connected, stranger: 'not_found' } },
  chatChanges: { payload: ({ other }) => ({ with: other, after: 0 }), cells: connected },
  pinnedMessages: { payload: ({ other }) => ({ with: other }), cells: connected },
  chatHistory: { payload: ({ other }) => ({ with: other }), cells: connected },
  messageDays: { payload: ({ other }) => ({ with: other, month: '2026-11', timeZone: 'UTC' }), cells: connected },
  typing: { payload: ({ other }) => ({ to: other }), cells: connected },
  doneTyping: { payload: ({ other }) => ({ to: other }), cells: connected },
  markRead: { payload: ({ other }) => ({ with: other, seq: 1 }), cells: connected },
  markDelivered: { payload: ({ other }) => ({ with: other, seq: 1 }), cells: connected },
  mute: { payload: ({ other }) => ({ with: other, until: null }), cells: connected },
  archive: { payload: ({ other }) => ({ with: other, on: true }), cells: connected },
  setUnread: { payload: firstSeq, cells: { ...connected, ...peersMessage } },
  settings: { payload: () => ({}), cells: connected },
  saveSettings: { payload: () => ({ theme: 'dark' }), cells: connected },
  setStatus: { payload: () => ({ text: 'At lunch', emoji: '🍜' }), cells: connected },
  drafts: { payload: () => ({}), cells: connected },
  saveDraft: { payload: ({ other }) => ({ with: other, text: '', base: 0 }), cells: connected },
  searchMessages: { payload: ({ other }) => ({ query: 'word', with: other }), cells: connected },
  conversations: { payload: () => ({}), cells: connected },
  listUsers: { payload: ({ other }) => ({ query: other }), cells: connected },
  watch: { payload: ({ other }) => ({ usernames: [other] }), cells: connected },
};
