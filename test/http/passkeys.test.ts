/** Tests passkeys over HTTP, with an authenticator that can also send answers that no browser sends. */
import { expect } from 'chai';
import type { Factors, PasskeyAdded } from '../../src/protocol/factor-shapes.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { type Answer, expectStatus, goodPassword, register, TestUser, uniqueName } from '../support/client.ts';
import { type CredentialRequest, SoftAuthenticator } from '../support/soft-authenticator.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: RefusalBody & { passkey?: CredentialRequest } };
type Options = {
  options: CredentialRequest & { allowCredentials?: { id: string }[]; userVerification: string; rpId: string };
};
const password = goodPassword;

const isRefused = (answer: Answer<unknown>, status: number, code: string) =>
  expect([answer.status, (answer.body as Refused).error?.code]).to.deep.equal([status, code]);

describe('the passkey routes', () => {
  const url = useNode();
  const post = <T = Refused>(person: TestUser, path: string, body: unknown = {}) =>
    person.fetch<T>(path, { method: 'POST', body });
  const stranger = () => new TestUser(url(), { username: uniqueName(), password });

  async function askToAdd(person: TestUser) {
    return expectStatus(await post<Options>(person, '/api/me/passkeys/options', { password }), 200).options;
  }
  async function addTo(person: TestUser, device = new SoftAuthenticator(url())) {
    const response = device.create(await askToAdd(person));
    const added = expectStatus(await post<PasskeyAdded>(person, '/api/me/passkeys', { name: ' Key ', response }), 201);
    return { device, ...added };
  }
  async function ask(person = stranger()) {
    return expectStatus(await post<Options>(person, '/api/login/passkey/options'), 200).options;
  }
  const signIn = (response: unknown, person = stranger()) =>
    post<{ user: { username: string } } & Refused>(person, '/api/login/passkey', { response });
  const remove = (person: TestUser, id: string, body: unknown = { password }) =>
    person.fetch(`/api/me/passkeys/${id}`, { method: 'DELETE', body });
  const passwordAlone = (person: TestUser) => post(person, '/api/login', { username: person.username, password });

  it('signs in without a username or a password', async () => {
    const owner = await register(url());
    const { device, passkey, recoveryCodes } = await addTo(owner);
    expect(passkey).to.include({ name: 'Key', lastUsedAt: null });
    expect(recoveryCodes).to.have.length(10);
    const options = await ask();
    expect(options).to.include({ rpId: '127.0.0.1', userVerification: 'required' });
    const visitor = stranger();
    const { user } = expectStatus(await signIn(device.answer(options), visitor), 200);
    expect(user.username).to.equal(owner.username);
    expectStatus(await visitor.fetch('/api/me'), 200);
    const { passkeys } = expectStatus(await owner.fetch<Factors>('/api/me/factors'), 200);
    expect(passkeys[0]?.lastUsedAt).to.be.a('string');
    expect((await addTo(owner)).recoveryCodes, 'the second').to.equal(null);
  });

  it('asks for a passkey after the password, which no longer signs in alone', async () => {
    const owner = await register(url());
    const { device } = await addTo(owner);
    const visitor = new TestUser(url(), owner);
    const asked = await passwordAlone(visitor);
    isRefused(asked, 401, 'second_factor_required');
    expect(asked.body.error.methods).to.deep.equal(['passkey', 'recovery']);
    const passkey = asked.body.error.passkey as Options['options'];
    expect(passkey.allowCredentials?.map(({ id }) => id)).to.deep.equal([device.credentialId]);
    expectStatus(await signIn(device.answer(passkey, { verified: false }), visitor), 200);
    expectStatus(await visitor.fetch('/api/me'), 200);
  });

  it('requires the verified owner for a passkey that signs in alone', async () => {
    const { device } = await addTo(await register(url()));
    isRefused(await signIn(device.answer(await ask(), { verified: false })), 401, 'invalid_credentials');
  });

  it('refuses an answer of another page, account or key, or one that is altered, reused or not requested', async () => {
    const owner = await register(url());
    const [{ device }, other] = [await addTo(owner), await addTo(await register(url()))];
    const refused = async (response: unknown) => isRefused(await signIn(response), 401, 'invalid_credentials');
    await refused(device.answer(await ask(), { origin: 'https://evil.example' }));
    await refused(device.answer(await ask(), { origin: url().replace('http:', 'https:') }));
    await refused(device.answer({ challenge: Buffer.alloc(32, 1).toString('base64url') }));
    await refused(device.answer(await ask(), { userHandle: Buffer.from('somebody-else-00').toString('base64url') }));
    await refused({ ...other.device.answer(await ask()), id: device.credentialId, rawId: device.credentialId });
    await refused(new SoftAuthenticator(url()).answer(await ask()));
    await refused(device.answer(await askToAdd(owner)));
    const answer = device.answer(await ask());
    const { signature } = answer.response;
    const bent = `${signature.slice(0, -4)}${signature.at(-4) === 'A' ? 'B' : 'A'}${signature.slice(-3)}`;
    await refused({ ...answer, response: { ...answer.response, signature: bent } });
    await refused(answer);
    const good = device.answer(await ask());
    const answers = await Promise.all([1, 2, 3, 4].map(() => signIn(good)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401]);
    const asked = await passwordAlone(new TestUser(url(), owner));
    await refused(other.device.answer(asked.body.error.passkey as CredentialRequest));
  });

  it('refuses a counting passkey after a copy of it has counted further', async () => {
    const device = new SoftAuthenticator(url());
    device.counter = 5;
    await addTo(await register(url()), device);
    for (const [counter, status] of [
      [6, 200],
      [6, 401],
      [4, 401],
      [0, 401],
      [7, 200],
    ] as const) {
      expect((await signIn(device.answer(await ask(), { counter }))).status, `${counter}`).to.equal(status);
    }
  });

  it('adds a passkey after the password, with an answer to a request of this account', async () => {
    const [owner, other] = [await register(url()), await register(url())];
    isRefused(await post(owner, '/api/me/passkeys/options', { password: 'wrong' }), 401, 'invalid_credentials');
    const add = (person: TestUser, response: unknown) => post(person, '/api/me/passkeys', { name: 'Key', response });
    const device = new SoftAuthenticator(url());
    isRefused(await add(other, device.create(await askToAdd(owner))), 403, 'forbidden');
    isRefused(await add(owner, device.create(await ask())), 403, 'forbidden');
    isRefused(await add(owner, device.create(await askToAdd(owner), { origin: 'http://127.0.0.1' })), 403, 'forbidden');
    const answer = device.create(await askToAdd(owner));
    expect((await add(owner, answer)).status).to.equal(201);
    isRefused(await add(owner, answer), 403, 'forbidden');
    isRefused(await add(other, device.create(await askToAdd(other))), 409, 'conflict');
    expect(expectStatus(await other.fetch<Factors>('/api/me/factors'), 200).passkeys).to.deep.equal([]);
  });

  it('accepts any attestation, which it never reads', async () => {
    const device = new SoftAuthenticator(url());
    const owner = await register(url());
    const certificate = new Uint8Array(Buffer.from('30820100', 'hex'));
    const attStmt = new Map<string, number | Uint8Array | Uint8Array[]>([
      ['alg', -7],
      ['sig', certificate],
      ['x5c', [certificate]],
    ]);
    const response = device.create(await askToAdd(owner), { fmt: 'packed', attStmt });
    expectStatus(await post(owner, '/api/me/passkeys', { name: 'Key', response }), 201);
    expectStatus(await signIn(device.answer(await ask())), 200);
  });

  it('removes a passkey after the password, and refuses it from then on', async () => {
    const [owner, other] = [await register(url()), await register(url())];
    const { device, passkey } = await addTo(owner);
    const elsewhere = stranger();
    expectStatus(await signIn(device.answer(await ask()), elsewhere), 200);
    const begun = await ask();
    isRefused(await remove(other, passkey.id), 404, 'not_found');
    isRefused(await remove(owner, passkey.id, { password: 'wrong' }), 401, 'invalid_credentials');
    expectStatus(await remove(owner, passkey.id), 204);
    isRefused(await remove(owner, passkey.id), 404, 'not_found');
    isRefused(await signIn(device.answer(begun)), 401, 'invalid_credentials');
    expect((await elsewhere.fetch('/api/me')).status, 'what it had signed in').to.equal(401);
    expectStatus(await passwordAlone(owner), 200);
  });
});
