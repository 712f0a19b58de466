/** Passkeys: sign-in alone and after the password, adding, removing, challenges. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import type { PasskeyAnswer, PasskeyCreation } from '../../../src/protocol/factor-shapes.ts';
import { factorLimits } from '../../../src/protocol/limits.ts';
import type { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { goodPassword } from '../../support/client.ts';
import { type CredentialRequest, SoftAuthenticator } from '../../support/soft-authenticator.ts';
import { useEngine } from '../engine-bench.ts';

const origin = 'http://127.0.0.1:3000';
const address = '127.0.0.1';

type Options = CredentialRequest & {
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
  userVerification?: string;
};

describe('createPasskeys', () => {
  const bench = useEngine();
  const passkeys = () => bench().engine.factors.passkeys;
  const overview = () => bench().engine.factors.overview;
  const prove = ({ username }: Caller) =>
    bench().engine.accounts.authenticate({ username, password: goodPassword }, { address });
  const demand = async (caller: Caller, code?: string) =>
    bench().engine.factors.demand(await prove(caller), { code, source: { address }, origin });

  const ask = async () => (await passkeys().ask(origin)) as Options;
  const askAfter = async (caller: Caller) =>
    (await passkeys().askAfterPassword(origin, await prove(caller))) as Options;
  const askToAdd = async (caller: Caller) => (await passkeys().askToAdd(origin, caller)) as Options;
  const signIn = (answer: unknown) => passkeys().signIn(origin, answer as PasskeyAnswer);
  const add = (caller: Caller, answer: unknown) =>
    passkeys().add(origin, caller, ' My key ', answer as PasskeyCreation);

  async function withPasskey() {
    const caller = await bench().join();
    const device = new SoftAuthenticator(origin);
    const { passkey, recoveryCodes } = await add(caller, device.create(await askToAdd(caller)));
    return { caller, device, passkey, recoveryCodes };
  }
  /** Keys that no authenticator holds. */
  async function fill(caller: Caller, count: number) {
    for (let index = 0; index < count; index += 1) {
      const key = { credentialId: randomUUID(), publicKey: 'key', counter: 0, transports: [] };
      await bench().stores.passkeys.create(caller, { name: `${index}`, key }, []);
    }
  }
  async function openAnother(caller: Caller) {
    return bench().engine.sessions.open(randomUUID(), await prove(caller), { ip: address, userAgent: 'another' });
  }
  const refused = async (answer: unknown) => expect(await codeOf(signIn(answer))).to.equal('invalid_credentials');

  it('signs in by a passkey alone and records its use', async () => {
    const { caller, device, passkey, recoveryCodes } = await withPasskey();
    expect(passkey).to.include({ name: 'My key', lastUsedAt: null });
    expect(passkey.createdAt).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(recoveryCodes).to.have.length(10);
    const options = await ask();
    expect(options.allowCredentials ?? []).to.deep.equal([]);
    expect(options.userVerification).to.equal('required');
    const proof = await signIn(device.answer(options));
    expect(proof.user).to.include({ id: caller.id, username: caller.username });
    expect(await bench().engine.sessions.open(randomUUID(), proof, { ip: address, userAgent: '' })).to.be.a('string');
    const {
      passkeys: [used],
    } = await overview().factors(caller);
    expect(used).to.include({ id: passkey.id, name: 'My key' });
    expect(Date.parse(used?.lastUsedAt ?? '')).to.be.closeTo(Date.now(), 60_000);
  });

  it('asks after the password for the passkeys of that account only', async () => {
    const { caller, device } = await withPasskey();
    const refusal: Refusal = await demand(caller).then(
      () => expect.fail('was let in'),
      (error) => error,
    );
    const body = refusal.toBody() as unknown as { methods: string[]; passkey: Options };
    expect(body.methods).to.deep.equal(['passkey', 'recovery']);
    expect(body.passkey.allowCredentials?.map(({ id }) => id)).to.deep.equal([device.credentialId]);
    expect(body.passkey.userVerification).to.not.equal('required');
    const { user } = await signIn(device.answer(body.passkey, { verified: false }));
    expect(user.id).to.equal(caller.id);
  });

  it('requires user verification of a passkey that signs in alone', async () => {
    const { device } = await withPasskey();
    await refused(device.answer(await ask(), { verified: false }));
  });

  it('rejects an answer without a challenge, a repeated one, and one of another page or key', async () => {
    const { device } = await withPasskey();
    await refused(device.answer({ challenge: Buffer.alloc(32, 1).toString('base64url') }));
    await refused(device.answer(await ask(), { origin: 'https://evil.example' }));
    await refused(new SoftAuthenticator(origin).answer(await ask()));
    const { device: other } = await withPasskey();
    await refused({ ...other.answer(await ask()), id: device.credentialId, rawId: device.credentialId });
    const once = device.answer(await ask());
    expect(await codeOf(signIn(once))).to.equal('accepted');
    await refused(once);
    const garbage = device.answer(await ask());
    await refused({ ...garbage, response: { ...garbage.response, clientDataJSON: 'AAAA' } });
  });

  it('rejects an answer for another account or another purpose', async () => {
    const [{ caller, device }, { caller: stranger, device: strangers }] = [await withPasskey(), await withPasskey()];
    await refused(strangers.answer(await askAfter(caller)));
    await refused(device.answer(await askToAdd(caller)));
    expect(await codeOf(add(caller, new SoftAuthenticator(origin).create(await ask())))).to.equal('forbidden');
    expect(await codeOf(add(caller, new SoftAuthenticator(origin).create(await askAfter(caller))))).to.equal(
      'forbidden',
    );
    expect(await codeOf(add(stranger, new SoftAuthenticator(origin).create(await askToAdd(caller))))).to.equal(
      'forbidden',
    );
  });

  it('opens no session when the password was changed after the challenge', async () => {
    const { caller, device } = await withPasskey();
    const options = await askAfter(caller);
    await bench().stores.credentials.resetPassword(caller.id, 'another', 60_000);
    const proof = await signIn(device.answer(options));
    const browser = { ip: address, userAgent: '' };
    expect(await codeOf(bench().engine.sessions.open(randomUUID(), proof, browser))).to.equal('invalid_credentials');
  });

  it('rejects an answer whose passkey or account is deleted during the check', async () => {
    const { caller, device, passkey } = await withPasskey();
    const { parts } = bench();
    const engine = createEngine({
      ...parts,
      webauthn: {
        ...parts.webauthn,
        checkAnswer: async (...args) => {
          await bench().stores.passkeys.remove(caller, passkey.id);
          return parts.webauthn.checkAnswer(...args);
        },
      },
    });
    const answer = device.answer(await ask()) as PasskeyAnswer;
    expect(await codeOf(engine.factors.passkeys.signIn(origin, answer))).to.equal('invalid_credentials');
    const { caller: gone, device: left } = await withPasskey();
    const late = left.answer(await ask());
    const versions = { ...parts.versions, proofOf: async () => null };
    const deserted = createEngine({ ...parts, versions });
    expect(await codeOf(deserted.factors.passkeys.signIn(origin, late as PasskeyAnswer))).to.equal(
      'invalid_credentials',
    );
    expect((await overview().factors(gone)).passkeys[0]?.lastUsedAt).to.equal(null);
  });

  it('adds a passkey once, by a valid answer, and at most twenty', async () => {
    const { caller, device } = await withPasskey();
    const options = await askToAdd(caller);
    expect(options.excludeCredentials?.map(({ id }) => id)).to.deep.equal([device.credentialId]);
    const evil = new SoftAuthenticator(origin).create(options, { origin: 'https://evil.example' });
    expect(await codeOf(add(caller, evil))).to.equal('forbidden');
    expect(await codeOf(add(caller, device.create(await askToAdd(caller))))).to.equal('conflict');
    const answer = new SoftAuthenticator(origin).create(await askToAdd(caller));
    expect(await codeOf(add(caller, answer))).to.equal('accepted');
    expect(await codeOf(add(caller, answer)), 'again').to.equal('forbidden');
    await fill(caller, factorLimits.passkeys - 3);
    expect(await codeOf(askToAdd(caller)), 'the twentieth').to.equal('accepted');
    await fill(caller, 1);
    expect(await codeOf(askToAdd(caller))).to.equal('conflict');
    const message = await askToAdd(caller).catch((error: Error) => error.message);
    expect(message).to.contain('20 passkeys');
  });

  it('offers recovery codes with the first factor and removes them with the last', async () => {
    const { caller, passkey, recoveryCodes } = await withPasskey();
    const second = await add(caller, new SoftAuthenticator(origin).create(await askToAdd(caller)));
    expect(second.recoveryCodes).to.equal(null);
    await passkeys().remove(caller, passkey.id);
    expect(await overview().factors(caller)).to.include({ recoveryCodes: 10 });
    expect(await codeOf(demand(caller, recoveryCodes?.[0]))).to.equal('accepted');
    await passkeys().remove(caller, second.passkey.id);
    expect(await overview().factors(caller)).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
    expect(await codeOf(demand(caller))).to.equal('accepted');
  });

  it('ends every other session when a passkey is added or removed', async () => {
    const caller = await bench().join();
    const device = new SoftAuthenticator(origin);
    let id = '';
    for (const change of [
      async () => {
        id = (await add(caller, device.create(await askToAdd(caller)))).passkey.id;
      },
      () => passkeys().remove(caller, id),
    ]) {
      const other = await openAnother(caller);
      bench().fanout.closed.length = 0;
      await change();
      expect(bench().fanout.closed).to.deep.equal([other]);
      const left = await bench().engine.sessions.list(caller);
      expect(left.map((session) => session.id)).to.deep.equal([caller.sessionId]);
    }
  });

  it('removes a passkey only for its owner, and rejects it afterwards', async () => {
    const [{ caller, device, passkey }, stranger] = [await withPasskey(), await bench().join()];
    const begun = await ask();
    expect(await codeOf(passkeys().remove(stranger, passkey.id))).to.equal('not_found');
    expect(await codeOf(passkeys().remove(caller, passkey.id))).to.equal('accepted');
    expect(await codeOf(passkeys().remove(caller, passkey.id))).to.equal('not_found');
    await refused(device.answer(begun));
  });

  it('accepts a challenge for five minutes', async () => {
    const { device } = await withPasskey();
    const { challenges } = bench().stores;
    const lives: number[] = [];
    const create: typeof challenges.create = (challenge, about, lifeMs) => {
      lives.push(lifeMs);
      return challenges.create(challenge, about, -1);
    };
    const engine = createEngine({ ...bench().parts, challenges: { ...challenges, create } });
    const options = (await engine.factors.passkeys.ask(origin)) as Options;
    expect(lives).to.deep.equal([300_000]);
    await refused(device.answer(options));
    expect(await passkeys().purgeChallenges()).to.be.a('number');
  });
});
