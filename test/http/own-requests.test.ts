/** Tests that requests of the own page are accepted; `abuse/cross-site` tests those of other websites. */
import { expect } from 'chai';
import { register } from '../support/client.ts';
import { type RawRequest, rawRequest, useNode } from './in-process-node.ts';

describe('a request of the own page', () => {
  const url = useNode();
  const listed = useNode({ publicOrigins: ['https://chat.example.org', 'https://second.example.org'] });

  async function logout(at: string, headers: RawRequest['headers']) {
    const { cookie } = await register(at);
    return (await rawRequest(at, '/api/logout', { method: 'POST', headers: { ...headers, cookie } })).status;
  }

  it('passes when its origin names the requested host', async () => {
    expect(await logout(url(), { origin: url() })).to.equal(204);
    expect(await logout(url(), { origin: 'https://localhost:8443', host: 'localhost:8443' })).to.equal(204);
    expect(await logout(url(), { 'sec-fetch-site': 'same-origin' })).to.equal(204);
    expect(await logout(url(), {})).to.equal(204);
  });

  it('passes from every origin in PUBLIC_ORIGIN, and from no other', async () => {
    expect(await logout(listed(), { origin: 'https://chat.example.org' })).to.equal(204);
    expect(await logout(listed(), { origin: 'https://second.example.org' })).to.equal(204);
    expect(await logout(listed(), { origin: listed() })).to.equal(403);
    expect(await logout(listed(), { origin: 'http://chat.example.org' })).to.equal(403);
  });
});
