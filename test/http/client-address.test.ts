/** Tests the client address and the protocol of requests behind trusted and untrusted proxies. */
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createAddressLookup, createHttpsCheck } from '../../src/http/client-address.ts';

const proxy = '10.0.0.1';
const client = '203.0.113.7';
const from = (remoteAddress: string | undefined, headers: Record<string, string | string[]> = {}) =>
  ({ socket: { remoteAddress }, headers, connection: { remoteAddress } }) as unknown as IncomingMessage;

describe('the client address', () => {
  it('is the address of the connection when no proxy is trusted', () => {
    const addressOf = createAddressLookup([]);
    expect(addressOf(from(proxy, { 'x-forwarded-for': client }))).to.equal(proxy);
    expect(addressOf(from(undefined)), 'closed meanwhile').to.equal('');
  });

  it('is the last forwarded address that no trusted proxy has', () => {
    const addressOf = createAddressLookup([proxy, '10.1.0.0/16']);
    expect(addressOf(from(proxy, { 'x-forwarded-for': client }))).to.equal(client);
    expect(addressOf(from(proxy, { 'x-forwarded-for': `192.0.2.1, ${client}, 10.1.2.3` }))).to.equal(client);
    expect(addressOf(from('10.0.0.2', { 'x-forwarded-for': client })), 'another one').to.equal('10.0.0.2');
    expect(addressOf(from(proxy))).to.equal(proxy);
  });
});

describe('the HTTPS check', () => {
  const isHttps = createHttpsCheck([proxy]);

  it('accepts the last protocol that a trusted proxy names', () => {
    for (const [said, expected] of [
      ['https', true],
      ['http, https', true],
      ['http,https ', true],
      ['https, http', false],
      ['http', false],
      ['', false],
    ] as const) {
      expect(isHttps(from(proxy, { 'x-forwarded-proto': said })), said).to.equal(expected);
    }
    expect(isHttps(from(proxy))).to.equal(false);
  });

  it('rejects a protocol that an untrusted client names', () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect(isHttps(from('10.0.0.2', headers))).to.equal(false);
    expect(isHttps(from(undefined, headers))).to.equal(false);
    expect(createHttpsCheck([])(from(proxy, headers))).to.equal(false);
  });
});
