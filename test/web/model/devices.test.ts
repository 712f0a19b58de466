/** Tests of the device list and of the device names. */
import { expect } from 'chai';
import type { Session } from '../../../src/protocol/shapes.ts';
import { deviceName } from '../../../src/web/model/device-name.ts';
import { Devices, type SessionsApi } from '../../../src/web/model/devices.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';

const session = (id: string, day: number, current = false): Session => {
  const lastUsedAt = `2024-05-0${day}T12:00:00.000Z`;
  return { id, current, createdAt: lastUsedAt, lastUsedAt, ip: '192.0.2.1', userAgent: 'curl/8' };
};

function fakeApi(known: Session[]) {
  const api: SessionsApi & { refusal: WireFailure | null } = {
    refusal: null,
    sessions: async () => known,
    async endSession() {
      if (api.refusal) throw api.refusal;
    },
    async endOtherSessions() {
      if (api.refusal) throw api.refusal;
    },
  };
  return api;
}

describe('Devices', () => {
  const ids = (devices: Devices) => devices.sessions.value?.map(({ id }) => id);
  const known = [session('here', 2, true), session('new', 3), session('old', 1)];

  it('has no sessions before the server has answered', async () => {
    const devices = new Devices(fakeApi(known));
    expect(devices.sessions.value).to.equal(null);
    await devices.refresh();
    expect(ids(devices)).to.deep.equal(['here', 'new', 'old']);
    expect(devices.others.value).to.have.length(2);
  });

  it('signs out one device, or every other device', async () => {
    const devices = new Devices(fakeApi(known));
    await devices.refresh();
    expect(await devices.end('old')).to.equal(true);
    expect(ids(devices)).to.deep.equal(['here', 'new']);
    expect(await devices.endOthers()).to.equal(true);
    expect(ids(devices)).to.deep.equal(['here']);
  });

  it('keeps a device when the server refuses, and drops one that the server does not know', async () => {
    const api = fakeApi(known);
    const devices = new Devices(api);
    await devices.refresh();
    api.refusal = new WireFailure('unavailable', 'Not now.');
    expect([await devices.end('old'), await devices.endOthers()]).to.deep.equal([false, false]);
    expect(devices.failure.value).to.equal('The server could not answer. Please try again in a moment.');
    expect(ids(devices)).to.have.length(3);
    api.refusal = new WireFailure('not_found', 'No such session.');
    expect(await devices.end('old')).to.equal(true);
    expect(devices.failure.value).to.equal('');
    expect(ids(devices)).to.have.length(2);
  });

  const names: Record<string, string> = {
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0': 'Firefox on Linux',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36':
      'Chrome on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0':
      'Edge on Windows',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15':
      'Safari on Mac',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1':
      'Chrome on iPhone',
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36':
      'Samsung Internet on Android',
    'curl/8.7.1': 'curl',
    '': 'Unknown device',
  };
  for (const [userAgent, name] of Object.entries(names)) {
    it(`names a device ${name}`, () => {
      expect(deviceName(userAgent)).to.equal(name);
    });
  }
});
