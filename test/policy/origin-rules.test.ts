/** The origin check, as a table, and the server's own origin. */
import { expect } from 'chai';
import { isForeignOrigin, type OriginHeaders, ownOrigin } from '../../src/policy/origins.ts';
import { codeOf } from '../contracts/fixtures.ts';

const host = 'chat.example.org';
const listed = ['https://chat.example.org', 'https://second.example.org:8443'];

const cases: [title: string, headers: OriginHeaders, allowed: string[], isForeign: boolean][] = [
  ['no origin at all', { host }, [], false],
  ['no origin, but the browser says cross-site', { host, 'sec-fetch-site': 'cross-site' }, [], true],
  ['no origin, but the browser says same-site', { host, 'sec-fetch-site': 'same-site' }, [], true],
  [
    'the own host with another scheme',
    { host, origin: 'http://chat.example.org', 'sec-fetch-site': 'cross-site' },
    [],
    true,
  ],
  ['no origin, and the browser says same-origin', { host, 'sec-fetch-site': 'same-origin' }, [], false],
  ['no origin, and the browser says none (typed by hand)', { host, 'sec-fetch-site': 'none' }, [], false],
  ['the own host over https', { host, origin: 'https://chat.example.org' }, [], false],
  ['the own host over http', { host, origin: 'http://chat.example.org' }, [], false],
  ['the own host and port', { host: 'localhost:3000', origin: 'http://localhost:3000' }, [], false],
  ['another port', { host: 'localhost:3000', origin: 'http://localhost:3001' }, [], true],
  ['no port where there is one', { host: 'localhost:3000', origin: 'http://localhost' }, [], true],
  ['another name of the same host', { host: 'localhost:3000', origin: 'http://127.0.0.1:3000' }, [], true],
  ['an IPv6 host', { host: '[::1]:3000', origin: 'http://[::1]:3000' }, [], false],
  ['a subdomain', { host, origin: 'https://evil.chat.example.org' }, [], true],
  ['a parent domain', { host, origin: 'https://example.org' }, [], true],
  ['a host that starts with ours', { host, origin: 'https://chat.example.org.evil.com' }, [], true],
  ['a host that ends with ours', { host, origin: 'https://evilchat.example.org' }, [], true],
  ['our host as the user of another', { host, origin: 'https://chat.example.org@evil.com' }, [], true],
  ['the own host with a user', { host, origin: 'http://u@chat.example.org' }, [], true],
  ['the own host with a path', { host, origin: 'http://chat.example.org/path' }, [], true],
  ['the own host with a slash', { host, origin: 'https://chat.example.org/' }, [], true],
  ['the own host with a query', { host, origin: 'https://chat.example.org?x' }, [], true],
  ['the own host in upper case', { host, origin: 'https://CHAT.example.org' }, [], true],
  ['the own host with the default port', { host, origin: 'https://chat.example.org:443' }, [], true],
  ['the own host with a scheme that no web page has', { host, origin: 'ftp://chat.example.org' }, [], true],
  ['the own host with white space', { host, origin: ' https://chat.example.org' }, [], true],
  ['an opaque origin', { host, origin: 'null' }, [], true],
  ['an empty origin', { host, origin: '' }, [], true],
  ['no URL', { host, origin: 'chat.example.org' }, [], true],
  ['no host header', { origin: 'https://chat.example.org' }, [], true],
  ['an empty host header', { host: '', origin: 'https://' }, [], true],
  ['a listed origin', { host: 'internal:3000', origin: 'https://chat.example.org' }, listed, false],
  ['the second listed origin', { host: 'internal:3000', origin: 'https://second.example.org:8443' }, listed, false],
  ['the own host that is not listed', { host: 'internal:3000', origin: 'http://internal:3000' }, listed, true],
  ['a listed host over http', { host, origin: 'http://chat.example.org' }, listed, true],
  ['a listed host at another port', { host, origin: 'https://chat.example.org:444' }, listed, true],
  ['a listed origin in upper case', { host, origin: 'https://CHAT.example.org' }, listed, true],
  ['a listed origin with a slash', { host, origin: 'https://chat.example.org/' }, listed, true],
  ['an opaque origin with a list', { host, origin: 'null' }, listed, true],
  ['no origin with a list', { host }, listed, false],
];

describe('isForeignOrigin', () => {
  for (const [title, headers, allowed, isForeign] of cases) {
    it(`${isForeign ? 'rejects' : 'accepts'} ${title}`, () => {
      expect(isForeignOrigin(headers, allowed)).to.equal(isForeign);
    });
  }
});

describe('ownOrigin', () => {
  it('is the origin of the page, with or without a list', () => {
    for (const allowed of [listed, []]) {
      expect(ownOrigin({ host, origin: 'https://second.example.org:8443' }, allowed, 'http')).to.equal(listed[1]);
    }
  });

  it('is the first listed origin when no page asks', () => {
    expect(ownOrigin({ host: 'internal:3000' }, listed, 'http')).to.equal(listed[0]);
  });

  it('is the request’s own host without a list, in the spelling of browsers', () => {
    expect(ownOrigin({ host }, [], 'https')).to.equal('https://chat.example.org');
    expect(ownOrigin({ host: 'Localhost:80' }, [], 'http')).to.equal('http://localhost');
  });

  it('is rejected when the Host header is not valid', async () => {
    for (const odd of [undefined, '', 'a b', '[', ':']) {
      const asking = (async () => ownOrigin({ host: odd }, [], 'http'))();
      expect(await codeOf(asking), odd).to.equal('invalid_input');
    }
  });
});
