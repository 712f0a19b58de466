/** Sessions: opened by a login, found by their secret, ended on every node. */

import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import { sessionLife } from '../../policy/session-life.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Session as ListedSession } from '../../protocol/shapes.ts';
import { createPollWindow } from '../poll-window.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, SessionId, UserId } from '../ports/identifiers.ts';
import type { LiveSession, SessionLife, SessionStore } from '../ports/session-port.ts';

const minute = 60_000;

/** Interval at which each node polls for sessions that ended on other nodes, in milliseconds. */
export const sessionPollMs = 1_000;

/** The use of a session is recorded at most once a minute, so most requests write nothing. */
const life: SessionLife = { idleMs: sessionLife.idleMs, noteEveryMs: minute };

/** Rows of ended sessions are deleted after this time, in milliseconds. No node may sleep longer and keep their sockets. */
const keepEndedMs = 24 * 60 * minute;

/** Interval of `maintain`, in milliseconds. */
const maintenanceMs = 10 * minute;

/** Sessions that a list shows; the others end with all others. */
const listedMax = 100;

/** Sessions that one statement looks up. */
const lookUpMax = 200;

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
  /** Closes the sockets of sessions that have ended in the store. */
  closeAll(ids: readonly SessionId[]): void;
  /** Closes this node's sockets of sessions that expired, or whose end no push reported. */
  poll(): Promise<void>;
}

export function createSessions(store: SessionStore, fanout: Fanout): Sessions {
  const lookUps = createLookUps(store);
  const closeAll = (ids: readonly SessionId[]) => {
    for (const id of ids) fanout.closeSession(id);
  };
  return {
    open: (secret, proof, client) => open(store, secret, proof, client),
    find: (secret) => lookUps.load(hashOf(secret)),
    list: (caller) => list(store, caller),
    async end(id) {
      await store.end(id);
      fanout.closeSession(id);
    },
    async endOwn(caller, id) {
      const ended = await store.endOwn(caller.id, id, life.idleMs);
      if (!ended) throw new Refusal('not_found', 'There is no such session.');
      fanout.closeSession(id);
    },
    endOthers: async (userId, kept) => closeAll(await store.endOthers(userId, kept)),
    closeAll,
    poll: createPoll(store, fanout),
  };
}

/** Looks up the sessions of one event-loop turn with one statement. */
function createLookUps(store: SessionStore): DataLoader<string, LiveSession | null> {
  return new DataLoader(
    async (secretHashes) => {
      const live = await store.find(secretHashes, life);
      return secretHashes.map((secretHash) => live.get(secretHash) ?? null);
    },
    { cache: false, maxBatchSize: lookUpMax, batchScheduleFn: setImmediate },
  );
}

async function open(store: SessionStore, secret: string, proof: Proof, client: ClientInfo): Promise<SessionId> {
  const { user, credentialVersion } = proof;
  // As long as the columns.
  const stored = { ip: client.ip.slice(0, 45), userAgent: client.userAgent.slice(0, 255) };
  const session = { secretHash: hashOf(secret), userId: user.id, credentialVersion, ...stored };
  const id = await store.create(session, sessionLife.absoluteMs);
  if (id === null) throw new Refusal('invalid_credentials', 'Wrong username or password.');
  return id;
}

async function list(store: SessionStore, caller: Caller): Promise<ListedSession[]> {
  const query = { first: caller.sessionId, idleMs: life.idleMs, limit: listedMax };
  return (await store.list(caller.id, query)).map(({ id, createdAt, lastUsedAt, ip, userAgent }) => ({
    id,
    current: id === caller.sessionId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    ip,
    userAgent,
  }));
}

function createPoll(store: SessionStore, fanout: Fanout): () => Promise<void> {
  const inPollWindow = createPollWindow();
  // The monotonic clock: the wall clock may jump.
  let maintainAt = performance.now() + maintenanceMs;

  /** Records that connected sessions are in use, and deletes the rows of sessions that ended long ago. */
  async function maintain(): Promise<void> {
    await store.touch(fanout.localSessions(), life);
    await store.purge(keepEndedMs);
  }

  return async () => {
    await inPollWindow(async (windowMs) => fanout.closeLocalSessions(await store.overWithin(windowMs, life.idleMs)));
    const now = performance.now();
    if (now < maintainAt) return;
    maintainAt = now + maintenanceMs;
    await maintain();
  };
}

/** The stored form of a secret. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
