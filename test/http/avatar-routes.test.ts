/** Tests the pictures of users over HTTP, with a whole node. */
import { expect } from 'chai';
import sharp from 'sharp';
import { limits } from '../../src/protocol/limits.ts';
import { imageOf, photograph } from '../files/sample-images.ts';
import { register, type TestUser } from '../support/client.ts';
import { rawRequest, useNode } from './in-process-node.ts';

describe('the picture of a user', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;

  before(async () => {
    [anna, bert] = [await register(url()), await register(url())];
  });

  const put = (user: TestUser, body: Buffer | string, type = 'image/jpeg') =>
    rawRequest(url(), '/api/me/avatar', {
      method: 'PUT',
      headers: { cookie: user.cookie, 'content-type': type, 'content-length': Buffer.byteLength(body) },
      body,
    });
  const shown = async (name: string) => {
    const { body } = await bert.fetch<{ users: { username: string; avatar?: string }[] }>(`/api/users?query=@${name}`);
    return body.users.find(({ username }) => username === name)?.avatar;
  };

  it('is shown to others, as a square WebP that only signed-in users read', async () => {
    const { status, text } = await put(anna, await photograph({ width: 600, height: 400 }));
    expect(status).to.equal(200);
    const avatar = (await shown(anna.username)) ?? '';
    expect(JSON.parse(text).user).to.include({ username: anna.username, avatar });
    const answer = await fetch(new URL(avatar, url()), { headers: { cookie: bert.cookie } });
    const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata();
    expect([answer.status, format, width, height]).to.deep.equal([200, 'webp', 256, 256]);
    expect(answer.headers.get('content-type')).to.equal('image/webp');
    expect(answer.headers.get('cache-control')).to.equal('private, immutable, max-age=31536000');
    expect(answer.headers.get('content-security-policy')).to.equal("sandbox; default-src 'none'");
    expect((await rawRequest(url(), avatar)).error?.code).to.equal('unauthorized');
  });

  it('is removed by its user', async () => {
    await put(anna, await imageOf('image/png', { width: 30, height: 30 }), 'image/png');
    expect(await shown(anna.username)).to.be.a('string');
    expect((await anna.fetch('/api/me/avatar', { method: 'DELETE' })).status).to.equal(204);
    expect(await shown(anna.username)).to.equal(undefined);
  });

  it('is refused when it is no image, too large, or sent by nobody', async () => {
    const code = async (answer: ReturnType<typeof put>) => (await answer).error?.code;
    expect(await code(put(anna, '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'))).to.equal(
      'invalid_input',
    );
    expect(await code(put(anna, ''))).to.equal('invalid_input');
    expect(await code(put(anna, '{}', 'application/json'))).to.equal('invalid_input');
    expect(await code(put(anna, Buffer.alloc(limits.avatarMaxBytes + 1)))).to.equal('payload_too_large');
    const chunked = { cookie: anna.cookie, 'content-type': 'image/png', 'transfer-encoding': 'chunked' };
    const large = { method: 'PUT', headers: chunked, body: Buffer.alloc(limits.avatarMaxBytes + 1) };
    expect((await rawRequest(url(), '/api/me/avatar', large)).error?.code).to.equal('payload_too_large');
    const { method } = large;
    const headers = { 'content-type': 'image/png', 'content-length': 1 };
    expect((await rawRequest(url(), '/api/me/avatar', { method, headers, body: 'x' })).error?.code).to.equal(
      'unauthorized',
    );
  });

  it('is no way to send images to other routes', async () => {
    const headers = { cookie: anna.cookie, 'content-type': 'image/png', 'content-length': 1 };
    const { status } = await rawRequest(url(), '/api/me', { method: 'PATCH', headers, body: 'x' });
    expect(status).to.be.within(400, 415);
  });
});
