/** Corks WebSocket connections, so that the packets of one event-loop turn leave in one write. */
import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { Connection } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';

/**
 * Engine.IO emits `flush` before it writes. Connections that upgrade from polling stay uncorked: Engine.IO does not give
 * away the TCP socket of the upgrade.
 */
export function corkConnections(io: SocketServer): void {
  const cork = createTurnCork();
  // The first packets of a connection follow the answer to the upgrade in the same turn.
  io.engine.on('initial_headers', (_headers: object, { socket }: IncomingMessage) => {
    socket.cork();
    setImmediate(() => socket.uncork());
  });
  io.engine.on('connection', (connection: Connection) => {
    if (connection.transport.name === 'websocket') connection.on('flush', cork(connection.request.socket));
  });
}

/** All connections share one list and one callback per turn: a callback for each would cost more than the writes saved. */
function createTurnCork(): (tcp: TcpSocket) => () => void {
  let corked: TcpSocket[] = [];
  let turn = 0;

  function uncorkAll(): void {
    const sockets = corked;
    corked = [];
    turn += 1;
    for (const tcp of sockets) tcp.uncork();
  }

  return (tcp) => {
    let corkedIn = -1;
    return () => {
      if (corkedIn === turn) return;
      corkedIn = turn;
      tcp.cork();
      if (corked.push(tcp) === 1) process.nextTick(uncorkAll);
    };
  };
}
