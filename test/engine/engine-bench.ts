/** The engine for suites: rows in SQLite, real password hashes, presence in memory, recorded pushes. */

import { randomUUID } from 'node:crypto';
import { uncounted } from '../../src/cluster/failure-counter.ts';
import { createMemoryLeases } from '../../src/cluster/presence-leases.ts';
import { createPasswords } from '../../src/credentials/argon2-passwords.ts';
import { createTotpCodes } from '../../src/credentials/totp-codes.ts';
import { webauthn } from '../../src/credentials/webauthn.ts';
import { createEngine, type Engine, type EngineParts } from '../../src/engine/engine.ts';
import { type Administration, createAdministration } from '../../src/engine/identity/administration.ts';
import type { Caller } from '../../src/engine/ports/identifiers.ts';
import type { PresenceLeases } from '../../src/engine/ports/presence-port.ts';
import { openStores, type Stores } from '../../src/storage/stores.ts';
import { goodPassword, uniqueName } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createRecordingFanout, type RecordingFanout } from './recording-fanout.ts';

/** Encrypts the secrets of authenticator apps. */
export const benchSecret = 'the secret of the engine bench, of 32 and more';

export interface EngineBench {
  engine: Engine;
  /** The parts of the engine, for another engine on the same rows. */
  parts: EngineParts;
  administration: Administration;
  stores: Stores;
  fanout: RecordingFanout;
  leases: PresenceLeases;
  dataDir: string;
  /** Whether the bus reports trouble. */
  isTroubled: boolean;
  /** A new account, as a caller with a session and a socket. */
  join(displayName?: string): Promise<Caller & { socketId: string }>;
}

/** Creates the engine before the suite and disposes of it afterwards. */
export function useEngine(): () => EngineBench {
  let bench: EngineBench;
  before(async () => {
    const dataDir = makeFolder('engine');
    const stores = await openStores({ databaseUrl: null, dataDir });
    const leases = createMemoryLeases();
    const fanout = createRecordingFanout();
    const passwords = createPasswords({ memoryKib: 1_024, timeCost: 2 });
    const totpCodes = createTotpCodes([benchSecret]);
    const bus = { alone: () => false, isTroubled: () => bench.isTroubled };
    const parts = {
      ...stores,
      leases,
      failures: uncounted,
      sessionCache: null,
      passwords,
      totpCodes,
      webauthn,
      fanout,
      bus,
      registration: 'open' as const,
      graceMs: 0,
    };
    const engine = createEngine(parts);
    const join: EngineBench['join'] = async (displayName) => {
      const account = { username: uniqueName(), password: goodPassword, ...(displayName ? { displayName } : {}) };
      const proof = await engine.accounts.register(account);
      const { id, username } = proof.user;
      const device = { ip: '127.0.0.1', userAgent: 'test' };
      const sessionId = await engine.sessions.open(`secret of ${username}`, proof, device);
      return { id, username, sessionId, socketId: `socket-${username}` };
    };
    const administration = createAdministration({ ...stores, passwords });
    bench = { engine, parts, administration, stores, fanout, leases, dataDir, isTroubled: false, join };
  });
  after(async () => {
    bench?.engine.typing.close();
    await bench?.stores.close();
    if (bench) removeFolder(bench.dataDir);
  });
  return () => bench;
}

export const messageTo = ({ username }: { username: string }, body = 'hello') => ({
  to: username,
  clientId: randomUUID(),
  body,
});
