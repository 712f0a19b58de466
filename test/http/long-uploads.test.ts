/** Tests how long the body of a request may take, on real connections. */
import { once } from 'node:events';
import type { ServerOptions } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { BoundedServer } from '../../src/http/bounded-server.ts';
import type { UploadPace } from '../../src/http/long-uploads.ts';
import { until } from '../support/waiting.ts';

const options: ServerOptions = { headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 20 };
const pace: UploadPace = { silentMs: 1_500, bytesPerSecond: 1, checkMs: 20 };
const late = 'ERR_HTTP_REQUEST_TIMEOUT';

describe('the body of an upload', () => {
  let server: BoundedServer;
  let client: Socket;
  let received: string;
  let errors: string[];
  let timer: NodeJS.Timeout | undefined;

  /** Sends the start of a request of 100 bytes, then a byte every 30 ms, or none. */
  async function open(line: string, over: Partial<UploadPace>, isSending: boolean, answerAtByte = 0) {
    server = new BoundedServer(options, () => {}, { ...pace, ...over });
    server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
      errors.push(code ?? '');
      socket.destroy();
    });
    server.on('request', (request, answer) => {
      request.on('end', () => answer.end('complete'));
      let bytes = 0;
      request.on('data', () => {
        bytes += 1;
        if (bytes === answerAtByte) answer.end('refused');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => {}).on('data', (bytes) => (received += bytes));
    client.write(`${line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n`);
    if (isSending) timer = setInterval(() => client.write('.'), 30);
  }

  /** The connection may end with a reset: the client still sends. */
  const closed = () => until('the connection is closed', () => client.closed);

  beforeEach(() => {
    [received, errors] = ['', []];
  });

  afterEach(() => {
    clearInterval(timer);
    client.destroy();
    server.close();
  });

  for (const line of ['POST /api/uploads', 'PATCH /api/uploads/some-id', 'POST /api/uploads?x=1']) {
    it(`may arrive for longer than other requests while its bytes keep coming: ${line}`, async () => {
      await open(line, {}, true);
      await until('the answer', () => received.includes('complete'));
      expect(errors).to.deep.equal([]);
    });
  }

  for (const line of ['POST /api/uploadsome', 'POST /api/login', 'PUT /api/uploads/some-id', 'DELETE /api/uploads/x']) {
    it(`has the time of every request when it is no upload: ${line}`, async () => {
      await open(line, { silentMs: 60_000 }, true);
      await closed();
      expect(errors).to.deep.equal([late]);
    });
  }

  it('is ended when its bytes no longer come', async () => {
    await open('PATCH /api/uploads/some-id', {}, false);
    await closed();
    expect(errors).to.deep.equal([late]);
  });

  it('is ended when its bytes drip', async () => {
    await open('PATCH /api/uploads/some-id', { bytesPerSecond: 10_000 }, true);
    await closed();
    expect(errors).to.deep.equal([late]);
    expect(received).to.equal('');
  });

  it('is ended when it goes on long after the upload was refused', async () => {
    await open('PATCH /api/uploads/some-id', { silentMs: 1_000 }, true, 20);
    await closed();
    expect(errors).to.deep.equal([late]);
    expect(received).to.match(/refused$/);
  });

  it('has the time of every request again when the next request on the connection is no upload', async () => {
    await open('PATCH /api/uploads/some-id', { silentMs: 60_000 }, false);
    client.write('.'.repeat(100));
    await until('the answer', () => received.includes('complete'));
    client.write('POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n');
    await closed();
    expect(errors).to.deep.equal([late]);
  });
});
