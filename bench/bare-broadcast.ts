/** Runs a node of the reference for the lobby: bare Socket.IO with the Redis adapter, one room, and messages of Duologue's size. */
import { createServer } from 'node:http';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

interface Sent {
  clientId: string;
  body: string;
}

const room = 'lobby-0000000000';
const url = process.env.REDIS_URL ?? '';
const server = createServer();
const io = new Server(server, {
  serveClient: false,
  pingInterval: 10_000,
  pingTimeout: 5_000,
  adapter: createShardedAdapter(new Redis(url), new Redis(url), { subscriptionMode: 'dynamic' }),
});
let seq = 0;

io.on('connection', (socket) => {
  const from = /user=([\w-]+)/.exec(socket.request.headers.cookie ?? '')?.[1] ?? '';
  void socket.join(room);
  socket.on('chatMessage', ({ clientId, body }: Sent, acknowledge: (answer: object) => void) => {
    seq += 1;
    const message = {
      channelId: room,
      seq,
      from,
      conversation: room,
      body,
      clientId,
      sentAt: new Date().toISOString(),
    };
    socket.to(room).emit('chatMessage', message);
    acknowledge({ ok: true, data: { message } });
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
