/** Who gets what at which door: a line for each route and event, a cell for each actor. */
import { randomUUID } from 'node:crypto';
import { goodPassword, uniqueName } from '../support/client.ts';
import type { Actor, Scene } from './actors.ts';

/** `ok`, the code of the refusal, or `closed`: there is no socket any more. */
type Outcome = string;
export type Cells = Record<Actor, Outcome>;

interface Given {
  scene: Scene;
  actor: Actor;
  /** The username of whom the actor asks for: the owner's peer for the owner, the owner for everybody else. */
  other: string;
}

interface Ask {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

export interface RouteRow {
  ask?(given: Given): Ask | Promise<Ask>;
  cells: Cells;
}

export interface EventRow {
  payload(given: Given): object;
  cells: Cells;
}

const anybody: Cells = { signedOut: 'ok', revoked: 'ok', stranger: 'ok', blocked: 'ok', peer: 'ok', owner: 'ok' };
const all = (code: string): Cells =>
  Object.fromEntries(Object.keys(anybody).map((actor) => [actor, code])) as unknown as Cells;
/** Everybody signed in, about what is their own. */
const signedIn: Cells = { ...anybody, signedOut: 'unauthorized', revoked: 'unauthorized' };
const signedInGet = (code: string): Cells => ({
  ...all(code),
  signedOut: 'unauthorized',
  revoked: 'unauthorized',
});
const connected: Cells = { ...anybody, signedOut: 'closed', revoked: 'closed' };

const message = () => ({ clientId: randomUUID(), body: 'Hello' });
const ownPassword = ({ scene, actor }: Given) => ({ body: { password: scene.people[actor].password } });

/** Of the right form, as an answer and as a new one, and never asked for. */
const unknownPasskey = () => ({
  ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA', attestationObject: 'AAAA' },
});
const ofOther = ({ other }: Given) => ({ params: { username: other } });

export const routeTable: Record<string, RouteRow> = {
  'GET /': { cells: anybody },
  'GET /login': { cells: anybody },
  'GET /register': { cells: anybody },
  'GET /settings': { cells: anybody },
  'GET /healthz': { cells: anybody },
  'GET /readyz': { cells: anybody },
  // From the machine itself; who may read it from elsewhere is tested with the operations.
  'GET /metrics': { cells: anybody },
  'GET /api/docs': { cells: anybody },
  'GET /api/docs/json': { cells: anybody },
  'GET /api/docs/yaml': { cells: anybody },
  'POST /api/register': { ask: () => ({ body: { username: uniqueName(), password: goodPassword } }), cells: anybody },
  'POST /api/login': {
    // Everybody as the owner, with their own password; the owner's logged-out device does not know it either.
    ask: ({ scene, actor }) => {
      const { owner, stranger, [actor]: own } = scene.people;
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
  'POST /api/login/passkey/options': { cells: anybody },
  'POST /api/login/passkey': {
    ask: () => ({ body: { response: unknownPasskey() } }),
    cells: all('invalid_credentials'),
  },
  'POST /api/logout': { cells: signedIn },
  'GET /api/me': { cells: signedIn },
  'PATCH /api/me': { ask: () => ({ body: { displayName: 'Another' } }), cells: signedIn },
  'DELETE /api/me': {
    ask: ({ scene, actor }) => ({ body: { password: scene.people[actor].password } }),
    cells: signedIn,
  },
  'POST /api/me/password': {
    ask: ({ scene, actor }) => ({ body: { current: scene.people[actor].password, next: goodPassword } }),
    cells: signedIn,
  },
  'GET /api/me/factors': { cells: signedIn },
  'POST /api/me/totp': { ask: ownPassword, cells: signedIn },
  'PUT /api/me/totp': { ask: () => ({ body: { code: '123456' } }), cells: signedInGet('conflict') },
  'DELETE /api/me/totp': { ask: ownPassword, cells: signedInGet('not_found') },
  'POST /api/me/recovery-codes': { ask: ownPassword, cells: signedInGet('conflict') },
  'POST /api/me/passkeys/options': { ask: ownPassword, cells: signedIn },
  'POST /api/me/passkeys': {
    ask: () => ({ body: { name: 'Key', response: unknownPasskey() } }),
    cells: signedInGet('forbidden'),
  },
  'DELETE /api/me/passkeys/:id': {
    ask: (given) => ({ params: { id: 'nobodys' }, ...ownPassword(given) }),
    cells: signedInGet('not_found'),
  },
  'GET /api/sessions': { cells: signedIn },
  'DELETE /api/sessions': { cells: signedIn },
  'DELETE /api/sessions/:id': {
    ask: async ({ scene }) => {
      const { body } = await scene.people.owner.fetch<{ sessions?: { id: string }[] }>('/api/sessions');
      return { params: { id: body.sessions?.[0]?.id ?? 'gone' } };
    },
    cells: { ...signedIn, stranger: 'not_found', blocked: 'not_found', peer: 'not_found' },
  },
  'GET /api/users': { ask: ({ other }) => ({ query: { query: other } }), cells: signedIn },
  'GET /api/conversations': { cells: signedIn },
  'GET /api/conversations/:username/messages': { ask: ofOther, cells: signedIn },
  'POST /api/conversations/:username/messages': {
    ask: (given) => ({ ...ofOther(given), body: message() }),
    cells: { ...signedIn, blocked: 'forbidden' },
  },
  'GET /api/blocks': { cells: signedIn },
  'PUT /api/blocks/:username': { ask: ofOther, cells: signedIn },
  'DELETE /api/blocks/:username': { ask: ofOther, cells: signedIn },
};

export const eventTable: Record<string, EventRow> = {
  chatMessage: {
    payload: ({ other }) => ({ to: other, ...message() }),
    cells: { ...connected, blocked: 'forbidden' },
  },
  chatHistory: { payload: ({ other }) => ({ with: other }), cells: connected },
  typing: { payload: ({ other }) => ({ to: other }), cells: connected },
  doneTyping: { payload: ({ other }) => ({ to: other }), cells: connected },
  markRead: { payload: ({ other }) => ({ with: other, seq: 1 }), cells: connected },
  markDelivered: { payload: ({ other }) => ({ with: other, seq: 1 }), cells: connected },
  conversations: { payload: () => ({}), cells: connected },
  listUsers: { payload: ({ other }) => ({ query: other }), cells: connected },
  watch: { payload: ({ other }) => ({ usernames: [other] }), cells: connected },
};
