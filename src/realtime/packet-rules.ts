/** Closes connections whose packets Socket.IO would accept and this server never uses. */
import { connectionLimits } from '../policy/connection-limits.ts';
import type { OnLimit } from '../policy/limit-table.ts';
import { addressOfConnection } from './connection-addresses.ts';
import { closeAfterRefusal, closeConnection } from './connections.ts';
import type { Connection } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';

interface EnginePacket {
  type: string;
  data?: unknown;
}

type Refuse = (limit: 'connects' | 'attachmentSeconds') => void;

export function applyPacketRules(io: SocketServer, onLimit: OnLimit): void {
  io.engine.on('connection', (connection: Connection) => {
    const rules = [limitConnects, limitAttachments].map((rule) =>
      rule(connection, (limit) => {
        onLimit(limit, addressOfConnection(connection));
        closeConnection(connection);
      }),
    );
    connection.on('packet', ({ type, data }: EnginePacket) => {
      if (type === 'message' && connection.readyState === 'open') for (const apply of rules) apply(data);
    });
  });
}

/** One CONNECT a connection, to the default namespace: Socket.IO takes any number, and each costs a session query. */
function limitConnects(connection: Connection, refuse: Refuse): (data: unknown) => void {
  let connects = 0;
  return (data) => {
    if (typeof data !== 'string' || !data.startsWith('0')) return;
    connects += 1;
    if (connects > connectionLimits.connects.points) refuse('connects');
    // Socket.IO answers first that there is no such namespace.
    else if (data.startsWith('0/')) closeAfterRefusal(connection);
  };
}

/** Socket.IO waits without an end for the attachments that a binary packet announces. */
function limitAttachments(connection: Connection, refuse: Refuse): (data: unknown) => void {
  let missing = 0;
  let timer: NodeJS.Timeout | undefined;
  connection.once('close', () => clearTimeout(timer));
  return (data) => {
    missing = typeof data === 'string' ? Number(/^[56](\d+)-/.exec(data)?.[1] ?? 0) : missing - 1;
    clearTimeout(timer);
    if (missing > 0) timer = setTimeout(refuse, connectionLimits.attachmentSeconds.points * 1_000, 'attachmentSeconds');
  };
}
