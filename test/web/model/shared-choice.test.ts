/** Choices of the look that an account shares between its browsers. */
import { type Signal, signal } from '@preact/signals';
import { expect } from 'chai';
import { defaultSettings, withPart } from '../../../src/engine/settings/default-settings.ts';
import type { Data, Payload, Pushes, PushName, RequestName } from '../../../src/protocol/events.ts';
import type { SettingsAnswer, SettingsPart } from '../../../src/protocol/settings.ts';
import { languageSetting, themeSetting } from '../../../src/web/model/notices/look-settings.ts';
import { Preferences } from '../../../src/web/model/notices/preferences.ts';
import { type BrowserChoice, SharedChoice } from '../../../src/web/model/notices/shared-choice.ts';
import type { Wire, WireState } from '../../../src/web/model/wire.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** The settings of one account, with the devices that are told of changes. */
class Account {
  answer: SettingsAnswer = { settings: defaultSettings, version: 0 };
  readonly wires: AccountWire[] = [];

  save(part: SettingsPart, sender?: AccountWire): SettingsAnswer {
    const { settings, version } = this.answer;
    this.answer = { settings: withPart(settings, part), version: version + 1 };
    for (const wire of this.wires) if (wire !== sender && wire.state.peek() === 'connected') wire.push(this.answer);
    return this.answer;
  }
}

class AccountWire implements Wire {
  readonly state = signal<WireState>('connected');
  readonly saved: SettingsPart[] = [];
  push: (answer: SettingsAnswer) => void = () => {};
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
    account.wires.push(this);
  }

  async request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>> {
    if (this.state.peek() !== 'connected') throw new WireFailure('disconnected', 'not connected');
    if (event === 'settings') return this.#account.answer as Data<E>;
    this.saved.push(payload as SettingsPart);
    return this.#account.save(payload as SettingsPart, this) as Data<E>;
  }

  notify(): void {}

  onPush<E extends PushName>(_: E, listener: (payload: Pushes[E]) => void): void {
    this.push = listener as (answer: SettingsAnswer) => void;
  }
}

/** A browser, with the choice that it shows and the user of that choice. */
class Browser implements BrowserChoice<Theme> {
  readonly values = themes;
  onChoose = () => {};
  owner = '';
  readonly #shown: Signal<Theme>;

  constructor(shown: Theme = 'system') {
    this.#shown = signal(shown);
  }

  get value(): Theme {
    return this.#shown.value;
  }

  show(value: Theme): void {
    this.#shown.value = value;
  }

  choose(value: Theme): void {
    this.show(value);
    this.onChoose();
  }

  /** Opens the page; returns its connection. */
  async enter(account: Account, { me = 'ann', state = 'connected' as WireState } = {}) {
    const wire = new AccountWire(account);
    wire.state.value = state;
    const owner = {
      read: () => this.owner,
      write: (name: string) => {
        this.owner = name;
      },
    };
    const preferences = new Preferences(wire);
    const shared = new SharedChoice({ me, wire, preferences, choice: this, setting: themeSetting, owner });
    await settle();
    const leave = () => {
      shared.stop();
      preferences.stop();
      wire.state.value = 'lost';
    };
    return { wire, leave };
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('SharedChoice', () => {
  let account: Account;
  let laptop: Browser;
  let phone: Browser;

  beforeEach(() => {
    account = new Account();
    laptop = new Browser();
    phone = new Browser();
  });

  it('shows a choice on every open page of the user, and in a browser that comes later', async () => {
    await laptop.enter(account);
    await phone.enter(account);
    laptop.choose('dark');
    await settle();
    expect([account.answer.settings.theme, phone.value]).to.deep.equal(['dark', 'dark']);
    const late = new Browser('light');
    await late.enter(account);
    expect(late.value).to.equal('dark');
  });

  it('gives up a choice in every browser that has it from the account', async () => {
    await laptop.enter(account);
    const { leave } = await phone.enter(account);
    laptop.choose('dark');
    await settle();
    leave();
    laptop.choose('system');
    await settle();
    expect([laptop.value, phone.value]).to.deep.equal(['system', 'dark']);
    await phone.enter(account);
    expect(phone.value).to.equal('system');
  });

  it('leaves a browser as it is when the account has no choice, and saves nothing', async () => {
    const old = new Browser('dark');
    const { wire } = await old.enter(account);
    expect([old.value, wire.saved]).to.deep.equal(['dark', []]);
    wire.push(account.save({ locale: 'de' }));
    expect(old.value).to.equal('dark');
  });

  it('shows the choice of the user who is signed in, in a browser of several', async () => {
    account.save({ theme: 'dark' });
    const bens = new Account();
    bens.save({ theme: 'light' });
    (await laptop.enter(account)).leave();
    (await laptop.enter(bens, { me: 'ben' })).leave();
    expect(laptop.value).to.equal('light');
    const { leave } = await laptop.enter(account);
    expect(laptop.value).to.equal('dark');
    leave();
    await laptop.enter(new Account(), { me: 'eve' });
    expect(laptop.value).to.equal('dark');
  });

  it('saves with the next connection what was chosen without one, also after a reload', async () => {
    account.save({ theme: 'light' });
    const first = await laptop.enter(account);
    first.wire.state.value = 'lost';
    laptop.choose('dark');
    await settle();
    expect([laptop.value, account.answer.settings.theme]).to.deep.equal(['dark', 'light']);
    first.leave();
    const { wire } = await laptop.enter(account, { state: 'connecting' });
    wire.state.value = 'connected';
    await settle();
    expect([laptop.value, account.answer.settings.theme]).to.deep.equal(['dark', 'dark']);
    account.save({ theme: 'light' });
    expect(laptop.value).to.equal('light');
  });

  it('does not save for one user what another one has chosen', async () => {
    const first = await laptop.enter(account, { state: 'lost' });
    laptop.choose('dark');
    await settle();
    first.leave();
    const bens = new Account();
    const { wire } = await laptop.enter(bens, { me: 'ben' });
    expect([laptop.value, wire.saved]).to.deep.equal(['dark', []]);
  });

  it('ends with the last of several quick choices', async () => {
    const { wire } = await laptop.enter(account);
    for (const theme of ['dark', 'light', 'dark', 'system', 'light'] as const) laptop.choose(theme);
    await settle();
    expect([laptop.value, account.answer.settings.theme]).to.deep.equal(['light', 'light']);
    expect([wire.saved.length, laptop.owner]).to.deep.equal([5, 'ann']);
  });

  it('reads every language tag of the account, and takes one that the page has not as no choice', () => {
    const read = (locale: string | null) => languageSetting.read({ ...defaultSettings, locale });
    expect(['de', 'de-AT', 'zh-Hant-TW', 'pt-BR', null].map(read)).to.deep.equal([
      'de',
      'de',
      'zh',
      'browser',
      'browser',
    ]);
    expect([languageSetting.part('ar'), languageSetting.part('browser')]).to.deep.equal([
      { locale: 'ar' },
      { locale: null },
    ]);
  });
});
