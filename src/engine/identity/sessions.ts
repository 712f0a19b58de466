/** Sessions: opened by a login, found by their secret, ended on every node. */

import { createHash } from 'node:crypto';
import { plainAddress } from '../../policy/address-blocks.ts';
import { sessionLife } from '../../policy/session-life.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Session as ListedSession } from '../../protocol/shapes.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, SessionId, UserId } from '../ports/identifiers.ts';
import type { SessionCache } from '../ports/session-cache-port.ts';
import type { LiveSession, SessionLife, SessionStore } from '../ports/session-port.ts';
import { createRecentEnds } from './recent-ends.ts';
import { createLookUps, type LookUpParts } from './session-lookups.ts';
import { createSessionPoll } from './session-poll.ts';

const minute = 60_000;

/** Interval at which each node polls for sessions that ended on other nodes, in milliseconds. */
export const sessionPollMs = 1_000;

/** The use of a session is recorded when the database is asked, at most once a minute. */
const life: SessionLife = { idleMs: sessionLife.idleMs, noteEveryMs: minute };

/** Sessions that a list shows; the others end with all others. */
const listedMax = 100;

/** The address and browser of a login. */
export interface ClientInfo {
  ip: string;
  userAgent: string;
}

export interface Sessions {
  /** @throws Refusal `invalid_credentials` when the credentials have changed since the proof, or the account is deleted */
  open(secret: string, proof: Proof, client: ClientInfo): Promise<SessionId>;
  /** The live session of this secret. */
  find(secret: string): Promise<LiveSession | null>;
  /** The caller's sessions: its own first, then by last use. */
  list(caller: Caller): Promise<ListedSession[]>;
  end(id: SessionId): Promise<void>;
  /** @throws Refusal `not_found` when the caller has no live session of this id, even if another user has */
  endOwn(caller: Caller, id: SessionId): Promise<void>;
  /** Ends all sessions of the account except one. */
  endOthers(userId: UserId, kept: SessionId): Promise<void>;
  /** Closes the sockets of sessions that have ended in the store; afterwards no node serves them. */
  closeAll(ids: readonly SessionId[]): Promise<void>;
  /** Believes no cached entry of a session that another node reports as ended, and closes its sockets here. */
  endedElsewhere(id: SessionId): void;
  /** Call it when a user has another display name: the handshake reads it with the session. */
  refresh(userId: UserId): Promise<void>;
  /** Closes this node's sockets of sessions that expired, or whose end no push reported. */
  poll(): Promise<void>;
}

export function createSessions(store: SessionStore, fanout: Fanout, cache: SessionCache | null = null): Sessions {
  const parts: LookUpParts = { store, cache, ends: createRecentEnds(), life };
  const lookUps = createLookUps(parts);
  async function closeAll(ids: readonly SessionId[]): Promise<void> {
    parts.ends.note(ids);
    // First the cache: a client that connects again at once must not be admitted elsewhere.
    await cache?.end(ids);
    for (const id of ids) fanout.closeSession(id);
  }
  return {
    open: (secret, proof, client) => open(parts, secret, proof, client),
    find: (secret) => lookUps.load(hashOf(secret)),
    list: (caller) => list(store, caller),
    async end(id) {
      await store.end(id);
      await closeAll([id]);
    },
    async endOwn(caller, id) {
      const ended = await store.endOwn(caller.id, id, life.idleMs);
      if (!ended) throw new Refusal('not_found', 'There is no such session.');
      await closeAll([id]);
    },
    endOthers: async (userId, kept) => closeAll(await store.endOthers(userId, kept)),
    closeAll,
    endedElsewhere(id) {
      parts.ends.note([id]);
      fanout.closeLocalSessions([id]);
    },
    refresh: (userId) => refresh(parts, userId),
    poll: createSessionPoll(parts, fanout),
  };
}

async function open(
  { store, cache, ends }: LookUpParts,
  secret: string,
  { user, credentialVersion }: Proof,
  client: ClientInfo,
): Promise<SessionId> {
  const verifiedAt = ends.databaseTime();
  // As long as the columns.
  const stored = { ip: client.ip.slice(0, 45), userAgent: client.userAgent.slice(0, 255) };
  const secretHash = hashOf(secret);
  const session = { secretHash, userId: user.id, credentialVersion, ...stored };
  const id = await store.create(session, sessionLife.absoluteMs);
  if (id === null) throw new Refusal('invalid_credentials', 'Wrong username or password.');
  if (verifiedAt !== null) {
    const expiresAt = verifiedAt + sessionLife.absoluteMs;
    await cache?.write([{ id, userId: user.id, user, secretHash, verifiedAt, expiresAt }]);
  }
  return id;
}

async function list(store: SessionStore, caller: Caller): Promise<ListedSession[]> {
  const query = { first: caller.sessionId, idleMs: life.idleMs, limit: listedMax };
  return (await store.list(caller.id, query)).map(({ id, createdAt, lastUsedAt, ip, userAgent }) => ({
    id,
    current: id === caller.sessionId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    ip: plainAddress(ip),
    userAgent,
  }));
}

/** Rewrites the cached sessions of a user, so that they show a new display name. */
async function refresh({ store, cache }: LookUpParts, userId: UserId): Promise<void> {
  if (cache) await cache.write(await store.verify('userId', [userId], life));
}

/** The stored form of a secret. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
