/** Runs the reference server: a bare Socket.IO relay without users, checks or storage, with packets of Duologue's sizes. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

interface Read {
  with: string;
  seq: number;
}

interface Sent {
  to: string;
  clientId: string;
  body: string;
}

const channelId = 'AZ0AAAAAAAAAAAAA';
const server = createServer();
const io = new Server(server, { serveClient: false, pingInterval: 10_000, pingTimeout: 5_000 });
let seq = 0;

io.on('connection', (socket) => {
  const from = /user=([\w-]+)/.exec(socket.request.headers.cookie ?? '')?.[1] ?? '';
  void socket.join(`user:${from}`);
  socket.on('chatMessage', ({ to, clientId, body }: Sent, acknowledge: (answer: object) => void) => {
    seq += 1;
    const message = { channelId, seq, from, to, body, clientId, sentAt: new Date().toISOString() };
    io.to(`user:${to}`).emit('chatMessage', message);
    acknowledge({ ok: true, data: { message } });
  });
  socket.on('markRead', ({ with: peer, seq: read }: Read, acknowledge: (answer: object) => void) => {
    io.to([`user:${peer}`, `user:${from}`]).emit('read', { channelId, username: from, seq: read });
    acknowledge({ ok: true, data: { read } });
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
