/** A push service of the tests' own: HTTPS with a self-made certificate; it decrypts each push and checks its VAPID token. */
import { execFileSync } from 'node:child_process';
import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PushNotice } from '../../src/protocol/push-notice.ts';
import type { PushSubscriptionBody } from '../../src/protocol/push-shapes.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

export interface ReceivedPush {
  notice: PushNotice;
  /** The length of the encrypted body. */
  bytes: number;
  headers: IncomingMessage['headers'];
  /** The claims of the verified VAPID token, and the key that signed it. */
  claims: { aud: string; exp: number; sub: string };
  key: string;
}

/** A browser that has subscribed. */
export interface PushBrowser {
  subscription: PushSubscriptionBody;
  received: ReceivedPush[];
  /** The statuses of the next answers; 201 afterwards. */
  answers: number[];
  /** The number of requests so far. */
  requests: number;
}

export class PushService {
  readonly #folder = makeFolder('push-service');
  readonly #browsers = new Map<string, PushBrowser & { own: ECDH; auth: Buffer }>();
  #server: Server | undefined;
  /** Faults of pushes that could not be decrypted or verified. */
  readonly faults: unknown[] = [];
  host = '';

  async start(): Promise<this> {
    const [key, cert] = [join(this.#folder, 'key.pem'), join(this.#folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    this.#server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(this.#receive(request, Buffer.concat(chunks)), { 'content-length': '0' }).end();
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.host = `localhost:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** The settings of a node that trusts this service. */
  get env(): Record<string, string> {
    return { PUSH_ENDPOINT_HOSTS: this.host, NODE_EXTRA_CA_CERTS: join(this.#folder, 'cert.pem') };
  }

  newBrowser(): PushBrowser {
    const own = createECDH('prime256v1');
    const p256dh = own.generateKeys('base64url');
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(16).toString('hex')}`;
    const subscription = {
      endpoint: `https://${this.host}${path}`,
      keys: { p256dh, auth: auth.toString('base64url') },
    };
    const browser = { subscription, received: [], answers: [], requests: 0, own, auth };
    this.#browsers.set(path, browser);
    return browser;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    removeFolder(this.#folder);
  }

  #receive(request: IncomingMessage, body: Buffer): number {
    const browser = this.#browsers.get(request.url ?? '');
    if (!browser) return 404;
    browser.requests += 1;
    try {
      const { claims, key } = verified(request.headers.authorization ?? '');
      const notice = JSON.parse(decrypt(body, browser.own, browser.auth));
      const status = browser.answers.shift() ?? 201;
      if (status === 201) {
        browser.received.push({ notice, bytes: body.length, headers: request.headers, claims, key });
      }
      return status;
    } catch (error) {
      this.faults.push(error);
      return 400;
    }
  }
}

/** RFC 8291, over one record of `aes128gcm` (RFC 8188). */
function decrypt(body: Buffer, own: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  if (record.length > body.readUInt32BE(16)) throw new Error('The body has more than one record.');
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', own.computeSecret(sender), auth, info, 32));
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, bytes));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end).toString('utf8');
}

/** RFC 8292: the token is signed by the key that the header names. */
function verified(authorization: string): Pick<ReceivedPush, 'claims' | 'key'> {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', payload = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('The VAPID token is not signed by its key.');
  return { claims: JSON.parse(Buffer.from(payload, 'base64url').toString()), key };
}
