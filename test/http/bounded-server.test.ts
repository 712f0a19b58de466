/** Tests what one connection may ask of the HTTP server, on real connections. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { BoundedServer, endAfter } from '../../src/http/bounded-server.ts';
import { connectionLimits } from '../../src/policy/connection-limits.ts';
import { until } from '../support/waiting.ts';

const { points } = connectionLimits.unansweredRequests;
const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('the bounded server', () => {
  let server: BoundedServer;
  let client: Socket;
  let limits: string[];
  let answers: ServerResponse[];
  let received: string;

  beforeEach(async () => {
    [limits, answers, received] = [[], [], ''];
    server = new BoundedServer({}, (limit) => limits.push(limit), {
      silentMs: 8_000,
      bytesPerSecond: 1,
      checkMs: 1_000,
    });
    server.on('request', (_request, answer) => answers.push(answer));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client
      .on('error', () => {})
      .on('data', (bytes) => {
        received += bytes;
      });
  });

  afterEach(() => {
    client.destroy();
    server.close();
  });

  it('answers as many waiting requests as the limit says, in their order', async () => {
    client.write(request.repeat(points));
    await until('all have arrived', () => answers.length === points);
    for (const [index, answer] of [...answers.entries()].reverse()) answer.end(`(${index})`);
    await until('the last answer', () => received.includes(`(${points - 1})`));
    expect(received.match(/\(\d+\)/g)).to.deep.equal(answers.map((_, index) => `(${index})`));
    expect(limits).to.deep.equal([]);
  });

  it('closes a connection with one more waiting request, and gives the rest to nobody', async () => {
    client.write(request.repeat(points + 100));
    await once(client, 'close');
    expect(answers.length).to.equal(points);
    expect(limits).to.deep.equal(['unansweredRequests']);
  });

  it('forgets every waiting answer of a client that is gone', async () => {
    let closed = 0;
    client.write(request.repeat(10));
    await until('all have arrived', () => answers.length === 10);
    for (const answer of answers) answer.on('close', () => (closed += 1));
    client.destroy();
    await until('all answers are closed', () => closed === 10);
    const startedAt = performance.now();
    await server.answersFinished(30_000);
    expect(performance.now() - startedAt).to.be.below(20_000);
  });

  it('closes each answer once', async () => {
    let closed = 0;
    client.write(request.repeat(3));
    await until('all have arrived', () => answers.length === 3);
    for (const answer of answers) answer.on('close', () => (closed += 1)).end('done');
    await until('three answers', () => received.split('done').length === 4);
    client.destroy();
    await until('the connection is closed', async () => {
      const count = await new Promise<number>((resolve) => server.getConnections((_error, open) => resolve(open)));
      return count === 0;
    });
    expect(closed).to.equal(3);
  });

  it('ends a connection after an answer, and drops the requests behind it', async () => {
    server.removeAllListeners('request').on('request', (_request, answer) => {
      answers.push(answer);
      endAfter(answer);
      answer.end('last');
    });
    client.write(request.repeat(5));
    await once(client, 'close');
    expect(answers.length).to.equal(1);
    expect(received)
      .to.match(/connection: close/i)
      .and.match(/last$/);
  });
});
