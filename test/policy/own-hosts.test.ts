/** The hosts that the server answers to, as a table. */
import { expect } from 'chai';
import { createOwnHosts } from '../../src/policy/own-hosts.ts';

const own = createOwnHosts(
  ['box', 'box.lan', 'box.local', '0.0.0.0'],
  ['https://chat.example.org', 'https://b.example:8443'],
);

const local = [
  undefined,
  '127.0.0.1',
  '127.0.0.1:3000',
  '192.168.1.5:8080',
  '[::1]',
  '[::1]:3000',
  '[fd00::7]:3000',
  'localhost',
  'LOCALHOST:3000',
  'localhost.',
  'chat.localhost:3000',
  'box',
  'Box.lan:80',
  'box.local',
];
const listed = ['chat.example.org', 'CHAT.example.org:8080', 'b.example'];
const foreign = [
  '',
  ' ',
  'evil.example',
  'evil.example:3000',
  'localhost.evil.example',
  'evillocalhost',
  '127.0.0.1.evil.example',
  'box.evil.example',
  'evil.chat.example.org',
  'user@127.0.0.1',
  '127.0.0.1/evil.example',
  'evil.example#127.0.0.1',
  'evil.example?127.0.0.1',
  '127.0.0.1, evil.example',
  '[::1].evil.example',
  'localhost:3000:1',
  'xn--lcalhost-2ya',
  'löcalhost',
];

describe('createOwnHosts', () => {
  for (const host of local) {
    it(`accepts ${host} as a local host`, () => {
      expect([own.isLocal(host), own.isOwn(host)]).to.deep.equal([true, true]);
    });
  }
  for (const host of listed) {
    it(`accepts ${host} as a public host, which is not local`, () => {
      expect([own.isLocal(host), own.isOwn(host)]).to.deep.equal([false, true]);
    });
  }
  for (const host of foreign) {
    it(`refuses the host "${host}"`, () => {
      expect([own.isLocal(host), own.isOwn(host)]).to.deep.equal([false, false]);
    });
  }
});
