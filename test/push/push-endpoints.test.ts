/** Tests which endpoints the server may reach. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import webpush from 'web-push';
import { createEndpointRules, isPublic, isPublicKey } from '../../src/push/push-endpoints.ts';
import { createPushRequests } from '../../src/push/push-request.ts';

describe('the endpoints of push services', () => {
  const rules = createEndpointRules([]);

  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '::1',
    '::',
  ]) {
    it(`does not reach ${address}`, () => {
      expect(isPublic(address)).to.equal(false);
      expect(rules.faultOf(`https://${address.includes(':') ? `[${address}]` : address}/x`)).to.be.a('string');
    });
  }
  for (const address of [
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '100.64.0.1',
    '224.0.0.1',
  ]) {
    it(`does not reach ${address}`, () => expect(isPublic(address)).to.equal(false));
  }

  it('reaches public addresses and names at the port of https', () => {
    for (const host of ['93.184.215.14', '[2606:2800:21f:cb07:6820:80da:af6b:8b2c]', 'push.example.org']) {
      expect(rules.faultOf(`https://${host}/x`)).to.equal(null);
    }
    expect(rules.faultOf('https://push.example.org:8443/x')).to.be.a('string');
    expect(rules.faultOf('https://2130706433/x'), 'a number is 127.0.0.1').to.be.a('string');
    expect(rules.faultOf('https://0x7f.1/x')).to.be.a('string');
  });

  it('reaches only the listed hosts where the operator lists some', () => {
    const listed = createEndpointRules(['push.example.org', 'localhost:8443']);
    expect(listed.faultOf('https://push.example.org/x')).to.equal(null);
    expect(listed.faultOf('https://localhost:8443/x')).to.equal(null);
    for (const url of [
      'https://localhost/x',
      'https://push.example.org:8443/',
      'https://evil.example.org/push.example.org',
    ]) {
      expect(listed.faultOf(url), url).to.be.a('string');
    }
  });

  it('connects to no private address behind a name', async () => {
    let connections = 0;
    const server = createServer(() => {}).on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const requests = createPushRequests({ ...webpush.generateVAPIDKeys(), subject: 'mailto:a@b.c' }, rules.lookup);
    const { publicKey: p256dh } = webpush.generateVAPIDKeys();
    const target = { sessionId: '', userId: '', endpoint: `https://localhost:${port}/x`, p256dh, auth: 'A'.repeat(22) };
    const outcome = await requests.send(target, { type: 'read', tag: 'tag', seq: 1 });
    expect(outcome).to.deep.equal({ kind: 'failed', retryAfterMs: null });
    expect(connections).to.equal(0);
    requests.close();
    server.close();
  });

  it('takes only points of the curve as keys', () => {
    expect(isPublicKey(webpush.generateVAPIDKeys().publicKey)).to.equal(true);
    expect(isPublicKey(Buffer.alloc(65, 4).toString('base64url'))).to.equal(false);
  });
});
