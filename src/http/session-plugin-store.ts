/** Adapts the engine's sessions to the store interface of @fastify/session. */
import type { SessionStore } from '@fastify/session';
import type { Session as PluginSession } from 'fastify';
import type { ClientInfo, Sessions } from '../engine/engine.ts';
import type { Proof } from '../engine/ports/credential-port.ts';
import type { UserRecord } from '../engine/ports/user-port.ts';

declare module 'fastify' {
  interface Session {
    /** Set at login; the store creates the row from these two. */
    proof?: Proof;
    client?: ClientInfo;
    /** Set when the session has a row: the user, and the id of the row. */
    user?: UserRecord;
    rowId?: string;
  }
}

/** Writes a session once, at login: a request that is still running cannot restore a session after its logout. */
export function createPluginStore(sessions: Sessions): SessionStore {
  return {
    get(secret, done) {
      const work = sessions.find(secret).then((found): PluginSession | null => {
        return found && { user: found.user, rowId: found.id, cookie: { originalMaxAge: null } };
      });
      work.then((session) => done(null, session), done);
    },

    set(secret, session, done) {
      create(sessions, secret, session).then(() => done(null), done);
    },

    destroy(secret, done) {
      end(sessions, secret).then(() => done(null), done);
    },
  };
}

async function create(sessions: Sessions, secret: string, session: PluginSession): Promise<void> {
  if (!session.proof || !session.client || session.rowId) return;
  session.rowId = await sessions.open(secret, session.proof, session.client);
}

async function end(sessions: Sessions, secret: string): Promise<void> {
  const found = await sessions.find(secret);
  if (found) await sessions.end(found.id);
}
