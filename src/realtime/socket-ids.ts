/** Names the node in the ids of its connections, so that a load balancer brings a polling client back to it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connectionOf, sidOf } from './engine-io-internals.ts';
import type { SocketServer } from './socket-server.ts';

/** HAProxy sends the name of the server here (`http-send-name-header`). A client that sets it names its own id only. */
const nameHeader = 'x-duologue-node';

export function nameNodeInIds(io: SocketServer): void {
  const newId = io.engine.generateId.bind(io.engine);
  io.engine.generateId = async (request: IncomingMessage) => {
    const name = request.headers[nameHeader];
    const id = await newId(request);
    return typeof name === 'string' && /^[\w-]{1,32}$/.test(name) ? `${name}.${id}` : id;
  };
}

/** The body has Engine.IO's own error, too: its clients read that. */
const unknownId = JSON.stringify({
  code: 1,
  message: 'Session ID unknown',
  error: { code: 'not_found', message: 'This connection is closed, or belongs to another node. Connect again.' },
});

/** Answers polling requests whose connection is not on this node. Engine.IO itself refuses their upgrades. */
export function refuseUnknownIds(io: SocketServer): void {
  io.engine.use((request: IncomingMessage, answer: ServerResponse, next: () => void) => {
    const isUpgrade = typeof answer.once !== 'function';
    if (isUpgrade || !sidOf(request) || connectionOf(io, request)) return next();
    answer.writeHead(400, { 'content-type': 'application/json; charset=utf-8' }).end(unknownId);
    request.resume();
  });
}
