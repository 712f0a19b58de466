/** Notes in the ledger what waits for each socket's client, in Engine.IO and in the operating system's queue. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UnsentLedger } from '../policy/unsent-ledger.ts';
import { addressOfConnection } from './connection-addresses.ts';
import { connectionOf, noteAnswer, terminate, unsentOf } from './engine-io-internals.ts';
import type { ClientSocket, SocketServer } from './socket-server.ts';

/** Before the handshake a client gets a few short packets only. */
export function noteUnsentPushes(io: SocketServer, ledger: UnsentLedger): void {
  io.engine.use((request: IncomingMessage, answer: ServerResponse, next: () => void) => {
    const connection = connectionOf(io, request);
    if (connection && typeof answer.once === 'function') noteAnswer(connection, answer);
    next();
  });
  io.on('connection', ({ conn, data }: ClientSocket) => {
    const waiter = {
      owner: data.caller.id,
      address: addressOfConnection(conn),
      unsent: () => unsentOf(conn).bytes,
      end: () => terminate(conn),
    };
    ledger.add(waiter);
    conn.on('packetCreate', (packet: { data?: string }) => ledger.grew(waiter, Buffer.byteLength(packet.data ?? '')));
    conn.once('close', () => ledger.remove(waiter));
  });
}
