/** One-time codes of RFC 6238, and the encryption of their secrets. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { createSecretCipher } from '../../src/credentials/secret-encryption.ts';
import { createTotpCodes } from '../../src/credentials/totp-codes.ts';
import { Refusal } from '../../src/protocol/refusals.ts';

const secrets = ['a first secret that is long enough, 1', 'a second secret that is long enough'];
const userId = 'AAAAAAAAAAAAAAAA';
const at = <T>(seconds: number, work: () => T): T => {
  const clock = install({ now: seconds * 1_000, toFake: ['Date'] });
  try {
    return work();
  } finally {
    clock.uninstall();
  }
};

describe('createTotpCodes', () => {
  const codes = createTotpCodes(secrets);
  const rfcSecret = createSecretCipher(secrets, 'totp').encrypt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', userId);
  // Appendix B of RFC 6238, the last six digits of each.
  const vectors: [seconds: number, code: string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ];

  for (const [seconds, code] of vectors) {
    it(`accepts the code of the RFC at ${seconds} s, at most one step early or late`, () => {
      const step = Math.floor(seconds / 30);
      const stepAt = (now: number) => at(now, () => codes.stepOf(userId, rfcSecret, code));
      for (const shift of [-30, 0, 30]) expect(stepAt(step * 30 + 29 + shift), `${shift}`).to.equal(step);
      for (const shift of [-60, 60]) expect(stepAt(step * 30 + 29 + shift), `${shift}`).to.equal(null);
    });
  }

  it('rejects every other code', () => {
    for (const code of ['287083', '87082', '0287082', '', 'abcdef', '28708２']) {
      expect(
        at(59, () => codes.stepOf(userId, rfcSecret, code)),
        code,
      ).to.equal(null);
    }
  });

  it('tells the user what to do when no key decrypts the secret, and only the log why', () => {
    const stranger = createTotpCodes(['another secret that is long enough, 3']);
    const failure = (() => {
      try {
        return stranger.stepOf(userId, rfcSecret, '287082');
      } catch (error) {
        return error;
      }
    })();
    expect(failure).to.be.instanceOf(Refusal);
    expect((failure as Refusal).toBody()).to.deep.equal({
      code: 'unavailable',
      message: 'Authentication codes cannot be checked now. Use a recovery code, or ask your administrator.',
    });
    expect(((failure as Refusal).cause as Error).message).to.match(
      /session secret that is no longer configured \(key .{8}\)/,
    );
    expect(stranger.stepOf(userId, rfcSecret, 'a recovery code'), 'no code of an app').to.equal(null);
  });

  it('creates secrets of 160 bits that an app reads from the URI', () => {
    const { secret, uri, encrypted } = codes.create(userId, 'anna');
    expect(Secret.fromBase32(secret).bytes).to.have.length(20);
    expect(codes.create(userId, 'anna').secret).to.not.equal(secret);
    const url = new URL(uri);
    expect([url.protocol, url.host, decodeURIComponent(url.pathname)]).to.deep.equal([
      'otpauth:',
      'totp',
      '/Duologue:anna',
    ]);
    expect(url.searchParams.get('secret')).to.equal(secret);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expect(codes.stepOf(userId, encrypted, code)).to.be.a('number');
    expect(encrypted).to.not.include(secret);
  });
});

describe('createSecretCipher', () => {
  const [first = '', second = ''] = secrets;
  const cipher = createSecretCipher(secrets, 'totp');

  it('decrypts for the owner with any configured secret, and encrypts differently each time', () => {
    const encrypted = cipher.encrypt('text', userId);
    expect(cipher.decrypt(encrypted, userId)).to.equal('text');
    expect(cipher.encrypt('text', userId)).to.not.equal(encrypted);
    expect(createSecretCipher([second, first], 'totp').decrypt(encrypted, userId)).to.equal('text');
  });

  it('rejects another owner, another purpose, a missing secret and a changed text', () => {
    const encrypted = cipher.encrypt('text', userId);
    expect(() => cipher.decrypt(encrypted, 'BBBBBBBBBBBBBBBB')).to.throw();
    expect(() => createSecretCipher(secrets, 'other').decrypt(encrypted, userId)).to.throw();
    expect(() => createSecretCipher([second], 'totp').decrypt(encrypted, userId)).to.throw(/no longer configured/);
    for (let at = 0; at < encrypted.length - 1; at += 1) {
      const changed = `${encrypted.slice(0, at)}${encrypted[at] === 'A' ? 'B' : 'A'}${encrypted.slice(at + 1)}`;
      expect(() => cipher.decrypt(changed, userId), changed).to.throw();
    }
    for (const cut of ['', encrypted.slice(0, 9), encrypted.slice(0, 20)])
      expect(() => cipher.decrypt(cut, userId)).to.throw();
  });

  it('encrypts again with the first secret, unless no secret decrypts', () => {
    const old = createTotpCodes([first]).create(userId, 'anna').encrypted;
    const rotated = createTotpCodes([second, first]);
    const reencrypted = rotated.reencrypt(userId, old);
    expect(reencrypted)
      .to.be.a('string')
      .that.satisfies((text: string) => text.startsWith(rotated.keyId));
    expect(createTotpCodes([second]).reencrypt(userId, old)).to.equal(null);
    expect(createTotpCodes([second]).reencrypt(userId, reencrypted ?? '')).to.be.a('string');
  });
});
