/** Sessions: opened by a login, looked up by their secret, ended for good on every node. */

import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import { Refusal } from '../../protocol/refusals.ts';
import type { Session as ListedSession } from '../../protocol/shapes.ts';
import { createLookBack } from '../poll-window.ts';
import type { Proof } from '../ports/credential-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, SessionId, UserId } from '../ports/identifiers.ts';
import type { LiveSession, SessionStore } from '../ports/session-port.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A session ends after 7 days without use, and after 30 days in any case. */
export const sessionLife = { idleMs: 7 * day, absoluteMs: 30 * day };

/** How often each node looks for sessions that ended elsewhere, in milliseconds. */
export const sessionSweepMs = 1_000;

/** Use is noted at most once in this time, in milliseconds: most requests write nothing. */
const noteEveryMs = minute;

/** Sessions that ended are forgotten after this time, in milliseconds; no node may sleep longer and still hold their sockets. */
const forgetAfterMs = day;

/** How often connected sessions are noted as used, and forgotten ones purged, in milliseconds. */
const careEveryMs = 10 * minute;

/** As many as are listed; there may be more, and they end with all others. */
const listedMax = 100;

/** Sessions that one statement looks for. */
const foundMax = 200;

const life = { idleMs: sessionLife.idleMs, noteEveryMs };

export interface Device {
  ip: string;
  userAgent: string;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(store: SessionStore, fanout: Fanout) {
  const lookBack = createLookBack();
  // Not the clock of the day, which may jump.
  let careAt = performance.now() + careEveryMs;

  /** @throws Refusal `invalid_credentials` when what proved the login was changed, or the account deleted, since then. */
  async function open(secret: string, proof: Proof, { ip, userAgent }: Device): Promise<SessionId> {
    const device = { ip: ip.slice(0, 45), userAgent: userAgent.slice(0, 255) };
    const { user, credentialVersion } = proof;
    const session = { secretHash: hashOf(secret), userId: user.id, credentialVersion, ...device };
    const id = await store.create(session, sessionLife.absoluteMs);
    if (id === null) throw new Refusal('invalid_credentials', 'Wrong username or password.');
    return id;
  }

  /** When everybody comes at once, those of one turn of the loop are looked for together. */
  const found = new DataLoader<string, LiveSession | null>(
    async (secretHashes) => {
      const live = await store.find(secretHashes, life);
      return secretHashes.map((secretHash) => live.get(secretHash) ?? null);
    },
    { cache: false, maxBatchSize: foundMax, batchScheduleFn: setImmediate },
  );

  /** The live session of this secret. */
  function find(secret: string): Promise<LiveSession | null> {
    return found.load(hashOf(secret));
  }

  /** The devices the caller is signed in on, this one first, then by last use. */
  async function list(caller: Caller): Promise<ListedSession[]> {
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

  /** @throws Refusal `not_found` for what is no live session of the caller, whether or not it is somebody else's */
  async function endOwn(caller: Caller, id: SessionId): Promise<void> {
    if (!(await store.endOwn(caller.id, id, life.idleMs))) throw new Refusal('not_found', 'There is no such session.');
    fanout.closeSession(id);
  }

  /** All of this account but one. */
  async function endOthers(userId: UserId, kept: SessionId): Promise<void> {
    closeAll(await store.endOthers(userId, kept));
  }

  /** Closes the sockets of sessions that have been ended. */
  function closeAll(ids: readonly SessionId[]): void {
    for (const id of ids) fanout.closeSession(id);
  }

  async function end(id: SessionId): Promise<void> {
    await store.end(id);
    fanout.closeSession(id);
  }

  /** Closes this node's sockets of sessions that ended elsewhere, should the word of it have been lost, or that expired. */
  async function sweep(): Promise<void> {
    await lookBack(async (windowMs) => fanout.closeHere(await store.overWithin(windowMs, life.idleMs)));
    const now = performance.now();
    if (now < careAt) return;
    careAt = now + careEveryMs;
    await store.touch(fanout.sessionsHere(), life);
    await store.purge(forgetAfterMs);
  }

  return { open, find, list, end, endOwn, endOthers, closeAll, sweep };
}

/** What is stored of a secret. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
