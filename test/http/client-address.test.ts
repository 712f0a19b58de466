/** What a request really is behind proxies: only a trusted one may say whose it is, and that it came over HTTPS. */
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createAddressLookup, createHttpsCheck } from '../../src/http/client-address.ts';

const proxy = '10.0.0.1';
const client = '203.0.113.7';
const from = (remoteAddress: string | undefined, headers: Record<string, string | string[]> = {}) =>
  ({ socket: { remoteAddress }, headers, connection: { remoteAddress } }) as unknown as IncomingMessage;

describe('the address of a request', () => {
  it('is that of its connection where no proxy is trusted, whatever it claims', () => {
    const addressOf = createAddressLookup([]);
    expect(addressOf(from(proxy, { 'x-forwarded-for': client }))).to.equal(proxy);
    expect(addressOf(from(undefined)), 'closed meanwhile').to.equal('');
  });

  it('is what a trusted proxy says, as far back as proxies are trusted', () => {
    const addressOf = createAddressLookup([proxy, '10.1.0.0/16']);
    expect(addressOf(from(proxy, { 'x-forwarded-for': client }))).to.equal(client);
    expect(addressOf(from(proxy, { 'x-forwarded-for': `192.0.2.1, ${client}, 10.1.2.3` }))).to.equal(client);
    expect(addressOf(from('10.0.0.2', { 'x-forwarded-for': client })), 'another one').to.equal('10.0.0.2');
    expect(addressOf(from(proxy))).to.equal(proxy);
  });
});

describe('a request over HTTPS', () => {
  const isHttps = createHttpsCheck([proxy]);

  it('is one of which a trusted proxy says so, the last of them', () => {
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

  it('is none where somebody else says so', () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect(isHttps(from('10.0.0.2', headers))).to.equal(false);
    expect(isHttps(from(undefined, headers))).to.equal(false);
    expect(createHttpsCheck([])(from(proxy, headers))).to.equal(false);
  });
});
