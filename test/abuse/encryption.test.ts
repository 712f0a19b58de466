/** Tests TLS of the shipped `deploy/haproxy.cfg`: versions, ciphers, redirects and refusal of plain HTTP. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { useNode } from '../http/in-process-node.ts';
import { goodPassword, uniqueName } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { requireProgram } from '../support/programs.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { defaultTimeoutMs, within } from '../support/waiting.ts';
import { exchangeBytes, requestText } from './raw-connection.ts';

describe('the encrypted edge', () => {
  const node = useNode({ trustedProxies: ['127.0.0.1'] });
  const folder = makeFolder('encrypted');
  const file = (name: string) => join(folder, name);
  let edge: Haproxy;
  let plain: string;
  before(async () => {
    selfSigned();
    const plainPort = await freePort();
    plain = `http://127.0.0.1:${plainPort}`;
    const tls = { certificate: file('both.pem'), plainPort };
    edge = await startHaproxy({ nodes: [{ port: Number(new URL(node()).port) }], tls });
  });
  after(async () => {
    await edge?.dispose();
    removeFolder(folder);
  });

  function selfSigned(): void {
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = ['-keyout', file('key.pem'), '-out', file('cert.pem'), '-days', '2'];
    execFileSync(requireProgram('openssl'), ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...names, ...made], {
      stdio: 'pipe',
    });
    writeFileSync(file('both.pem'), `${readFileSync(file('cert.pem'))}${readFileSync(file('key.pem'))}`);
  }

  /** Resolves with the TLS connection; rejects when the edge refuses the handshake. */
  function shakeHands(options: ConnectionOptions = {}): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const ca = readFileSync(file('cert.pem'));
      const socket = connect({ host: '127.0.0.1', port: edge.port, servername: 'localhost', ca, ...options });
      socket.once('secureConnect', () => resolve(socket));
      socket.once('error', reject);
    });
  }
  /** Allows every version and cipher in the client, so that only the edge refuses. */
  const anything = { ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;
  const isRefused = async (options: ConnectionOptions) =>
    shakeHands(options).then(
      (socket) => {
        socket.destroy();
        return false;
      },
      (error: NodeJS.ErrnoException) => /alert|handshake|ECONNRESET|EPROTO/i.test(`${error.code} ${error.message}`),
    );

  it('supports TLS 1.3 and 1.2 and refuses older versions', async () => {
    const newest = await shakeHands(anything);
    expect(newest.getProtocol()).to.equal('TLSv1.3');
    newest.destroy();
    const older = await shakeHands({ ...anything, maxVersion: 'TLSv1.2' });
    expect(older.getProtocol()).to.equal('TLSv1.2');
    older.destroy();
    for (const maxVersion of ['TLSv1.1', 'TLSv1'] as const) {
      expect(await isRefused({ ...anything, maxVersion }), maxVersion).to.equal(true);
    }
  });

  it('accepts only ciphers with forward secrecy and chooses the strongest', async () => {
    for (const weak of ['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA256', 'NULL']) {
      const options = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: `${weak}:@SECLEVEL=0` } as const;
      expect(await isRefused(options), weak).to.equal(true);
    }
    const liked = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384';
    const older = await shakeHands({ maxVersion: 'TLSv1.2', ciphers: liked });
    expect(older.getCipher().name).to.equal('ECDHE-RSA-AES256-GCM-SHA384');
    expect(older.getEphemeralKeyInfo()).to.include({ type: 'ECDH' });
    older.destroy();
    const newest = await shakeHands({ ciphers: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384' });
    expect(newest.getCipher().name).to.equal('TLS_AES_256_GCM_SHA384');
    newest.destroy();
  });

  it('carries a log-in with a host-bound secure cookie, HSTS and the socket', async () => {
    const body = JSON.stringify({ username: uniqueName(), password: goodPassword });
    const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
    const text = await ask(requestText('POST /api/register', lines, body));
    expect(text).to.match(/^HTTP\/1\.1 201 /);
    expect(text).to.match(/^strict-transport-security: max-age=\d{8}\r$/im);
    const [, cookie = ''] = /^set-cookie: (__Host-s[^;]+); .*Secure/im.exec(text) ?? [];
    expect(cookie).to.match(/^__Host-sessionId=/);
    const device: Socket = io(`https://127.0.0.1:${edge.port}`, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: `https://127.0.0.1:${edge.port}` },
      rejectUnauthorized: false,
      reconnection: false,
    });
    try {
      await within(defaultTimeoutMs, 'a welcome', new Promise((resolve) => device.once('welcome', resolve)));
    } finally {
      device.close();
    }
  });

  it('redirects page requests to HTTPS and refuses all other plain requests', async () => {
    const claim = ['X-Forwarded-Proto: https', 'Connection: close'];
    for (const path of ['/', '/login', '/settings']) {
      const { statuses, text } = await exchangeBytes(plain, [requestText(`GET ${path}`, claim)]);
      expect(statuses, path).to.deep.equal([308]);
      expect(text).to.match(/^location: https:\/\/127\.0\.0\.1/im);
    }
    const body = JSON.stringify({ username: uniqueName(), password: goodPassword });
    const sized = [...claim, 'Content-Type: application/json', `Content-Length: ${body.length}`];
    for (const request of [
      requestText('GET /api/me', claim),
      requestText('POST /api/login', sized, body),
      requestText('GET /socket.io/?EIO=4&transport=polling', claim),
    ]) {
      const { statuses, text } = await exchangeBytes(plain, [request]);
      expect(statuses, text).to.deep.equal([403]);
      expect(text).to.not.match(/^(location|set-cookie):/im);
    }
  });

  it('answers no plain HTTP on the encrypted port', async () => {
    const { text } = await exchangeBytes(edge.url, [requestText('GET /healthz', ['Connection: close'])]);
    expect(text).to.not.contain('alive');
  });

  async function ask(request: string): Promise<string> {
    const socket = await shakeHands({ ALPNProtocols: ['http/1.1'] });
    socket.write(request);
    let text = '';
    for await (const chunk of socket) text += chunk;
    return text;
  }
});
