/** Tests of the log-in form, and its second step. */
import { expect } from 'chai';
import type { LoginBody, RegisterBody } from '../../../src/protocol/routes.ts';
import { Account, type AccountApi } from '../../../src/web/model/account.ts';
import { LoginForm } from '../../../src/web/model/login-form.ts';
import type { SecondFactorForm } from '../../../src/web/model/second-factor-form.ts';
import { type FactorsAsked, WireFailure } from '../../../src/web/model/wire-failure.ts';
import { userNamed } from './fake-server.ts';

/** Accepts the password "right", and asks for a second factor when the user has one. */
class FakeAccountApi implements AccountApi {
  readonly logins: LoginBody[] = [];
  readonly challenges: (string | undefined)[] = [];
  methods: FactorsAsked['methods'];
  hasPasskey = false;
  passkeyFailure: WireFailure | null = null;

  readonly signedIn = async () => null;
  readonly logout = async () => {};
  readonly remove = async () => {};

  readonly register = async (body: RegisterBody) => userNamed(body.username);

  async login(body: LoginBody) {
    this.logins.push(body);
    if (body.password !== 'right') throw new WireFailure('unauthorized', 'Wrong username or password.');
    if (this.methods && body.code === undefined) throw this.#secondFactorRequired();
    if (this.methods && body.code !== '123456') throw new WireFailure('unauthorized', 'Wrong code.');
    return userNamed(body.username);
  }

  async passkeyLogin(options?: { challenge: string }) {
    this.challenges.push(options?.challenge);
    if (this.passkeyFailure) throw this.passkeyFailure;
    return userNamed('ann');
  }

  #secondFactorRequired(): WireFailure {
    const passkey = { challenge: `challenge ${this.logins.length}` };
    const asked = { methods: this.methods, ...(this.hasPasskey ? { passkey } : {}) };
    return new WireFailure('second_factor_required', 'Second factor required.', undefined, asked as FactorsAsked);
  }
}

const messageOf = (attempt: Promise<void>) => attempt.then(() => null).catch(({ message }) => message);

describe('LoginForm', () => {
  let api: FakeAccountApi;
  let account: Account;
  let form: LoginForm;

  beforeEach(async () => {
    api = new FakeAccountApi();
    account = new Account(api);
    await account.start();
    form = new LoginForm(account);
    form.username.value = ' ann ';
    form.password.value = 'right';
  });

  async function secondStep(): Promise<SecondFactorForm> {
    await form.submit();
    return form.secondFactor.value as SecondFactorForm;
  }

  it('logs in with a username without spaces around it', async () => {
    await form.submit();
    expect(api.logins).to.deep.equal([{ username: 'ann', password: 'right' }]);
    expect(account.user.value?.username).to.equal('ann');
    expect(form.secondFactor.value).to.equal(null);
  });

  it('fails with the refusal of a wrong password and stays at the first step', async () => {
    form.password.value = 'wrong';
    expect(await messageOf(form.submit())).to.equal('Wrong username or password.');
    expect([account.user.value, form.secondFactor.value]).to.deep.equal([null, null]);
  });

  it('shows the failure of a passkey as its notice, and clears it at the next attempt', async () => {
    const notices = {
      passkey_unused: 'No passkey was used. Try again, or another way.',
      invalid_credentials: 'This passkey was not accepted. Try again.',
    } as const;
    for (const [code, notice] of Object.entries(notices)) {
      api.passkeyFailure = new WireFailure(code as keyof typeof notices, 'No.');
      await form.usePasskey();
      expect(form.notice.value).to.equal(notice);
    }
    api.passkeyFailure = null;
    await form.usePasskey();
    expect([form.notice.value, account.user.value?.username]).to.deep.equal(['', 'ann']);
    expect(api.challenges).to.deep.equal([undefined, undefined, undefined]);
  });

  it('opens the second step and completes the log-in with a code', async () => {
    api.methods = ['totp', 'recovery'];
    const step = await secondStep();
    expect([step.method.value, step.methods.value]).to.deep.equal(['totp', ['totp', 'recovery']]);
    expect(api.logins).to.have.length(1);
    step.code.value = '000000';
    expect(await messageOf(step.submit())).to.equal('Wrong code.');
    step.code.value = '123456';
    await step.submit();
    expect(api.logins.at(-1)).to.deep.equal({ username: 'ann', password: 'right', code: '123456' });
    expect(account.user.value?.username).to.equal('ann');
  });

  it('offers a passkey only when the server sends options for one, and a recovery code always', async () => {
    api.methods = [];
    expect((await secondStep()).methods.value).to.deep.equal(['recovery']);
    api.hasPasskey = true;
    const step = await secondStep();
    expect([step.method.value, step.methods.value]).to.deep.equal(['passkey', ['passkey', 'recovery']]);
  });

  it('asks for a new challenge after a passkey has failed, because each challenge works once', async () => {
    api.methods = ['passkey'];
    api.hasPasskey = true;
    const step = await secondStep();
    api.passkeyFailure = new WireFailure('forbidden', 'No passkey was used.');
    expect(await messageOf(step.submit())).to.equal('No passkey was used.');
    api.passkeyFailure = null;
    await step.submit();
    expect(api.challenges).to.deep.equal(['challenge 1', 'challenge 2']);
    expect(account.user.value?.username).to.equal('ann');
  });

  it('clears the code and the notice when the user chooses another method', async () => {
    api.methods = ['totp'];
    const step = await secondStep();
    step.code.value = '000000';
    step.notice.value = 'Wrong code.';
    step.choose('recovery');
    expect([step.method.value, step.code.value, step.notice.value]).to.deep.equal(['recovery', '', '']);
  });

  it('forgets the password when the user starts again', async () => {
    api.methods = ['totp'];
    await secondStep();
    form.notice.value = 'Wrong code.';
    form.restart();
    expect([form.secondFactor.value, form.password.value, form.notice.value]).to.deep.equal([null, '', '']);
    expect(form.username.value).to.equal(' ann ');
  });
});
