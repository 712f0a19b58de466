/** Tests uploads over HTTP: the tus protocol, whose uploads nobody but their owner reaches. */
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@tus/utils';
import { expect } from 'chai';
import type { Node } from '../../src/compose.ts';
import { tusRefusal } from '../../src/http/uploads/tus-refusal.ts';
import { register, type TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, sha256, tusRequest, uploadAll } from '../support/tus-client.ts';
import { startNode } from './in-process-node.ts';

const mebibyte = 1_048_576;

describe('an upload', () => {
  const dataDir = makeFolder('uploads');
  let node: Node | undefined;
  let owner: TestUser;
  let url: string;

  before(async () => {
    const bounds = { fileMaxBytes: mebibyte, quotaBytes: 64 * mebibyte, totalBytes: 64 * mebibyte };
    ({ url, node } = await startNode({ dataDir, fileBounds: bounds }));
    owner = await register(url);
  });

  after(async () => {
    await node?.close();
    removeFolder(dataDir);
  });

  const idIn = (path: string) => path.split('/').at(-1) ?? '';
  const kept = (path: string) => readFileSync(join(dataDir, 'files', 'files', idIn(path)));
  const unfinished = () => readdirSync(join(dataDir, 'files', 'uploads'));

  it('keeps the bytes that the client sends in chunks, and none of them twice', async () => {
    const bytes = randomBytes(500_000);
    const address = await uploadAll(owner, bytes, { chunkSize: 90_000 });
    expect(sha256(kept(address))).to.equal(sha256(bytes));
    expect(unfinished().filter((name) => name.startsWith(idIn(address)))).to.deep.equal([]);
  });

  it('is created and filled by one request', async () => {
    const address = await uploadAll(owner, Buffer.from('all at once'), { uploadDataDuringCreation: true });
    expect(`${kept(address)}`).to.equal('all at once');
  });

  it('tells its offset, and its size once it is complete', async () => {
    const path = await createUpload(owner, 10);
    expect(path).to.match(/^\/api\/uploads\/[\w-]+$/);
    const first = await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, '12345');
    expect(first.status).to.equal(204);
    expect(first.headers).to.include({ 'upload-offset': '5', 'tus-resumable': '1.0.0' });
    expect(new Date(first.headers['upload-expires'] as string).getTime()).to.be.above(Date.now() + 23 * 3_600_000);
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': '5', 'upload-length': '10' });
    await tusRequest(owner, 'PATCH', path, { 'upload-offset': '5' }, '67890');
    const { status, headers } = await tusRequest(owner, 'HEAD', path);
    expect(status).to.equal(200);
    expect(headers).to.include({ 'upload-offset': '10', 'upload-length': '10', 'cache-control': 'no-store' });
    expect(`${kept(path)}`).to.equal('1234567890');
  });

  it('refuses a wrong offset, and keeps what it has', async () => {
    const path = await createUpload(owner, 10);
    const { status, error } = await tusRequest(owner, 'PATCH', path, { 'upload-offset': '3' }, '4567');
    expect([status, error?.code]).to.deep.equal([409, 'conflict']);
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': '0' });
  });

  it('refuses more bytes than were announced, and more than a file may have', async () => {
    const path = await createUpload(owner, 3);
    const beyond = await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, '1234');
    expect([beyond.status, beyond.error?.code]).to.deep.equal([413, 'payload_too_large']);
    const large = await tusRequest(owner, 'POST', '/api/uploads', { 'upload-length': `${mebibyte + 1}` });
    expect([large.status, large.error?.code]).to.deep.equal([413, 'payload_too_large']);
  });

  it('is not found by anybody else, whatever they ask', async () => {
    const stranger = await register(url);
    const path = await createUpload(owner, 3);
    for (const [method, body] of [['HEAD'], ['PATCH', '123'], ['DELETE']] as const) {
      const { status, error } = await tusRequest(stranger, method, path, { 'upload-offset': '0' }, body);
      expect(status, method).to.equal(404);
      if (method !== 'HEAD') expect(error?.code).to.equal('not_found');
    }
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': '0' });
  });

  it('needs a session, the version of the protocol, and a known length', async () => {
    const nobody = owner.at(url);
    nobody.cookie = '';
    const length = { 'upload-length': '3' };
    expect((await tusRequest(nobody, 'POST', '/api/uploads', length)).error?.code).to.equal('unauthorized');
    const old = await tusRequest(owner, 'POST', '/api/uploads', { ...length, 'tus-resumable': '0.2.2' });
    expect(old.error?.code).to.equal('invalid_input');
    const deferred = await tusRequest(owner, 'POST', '/api/uploads', { 'upload-defer-length': '1' });
    expect(deferred.status).to.be.within(400, 501);
    expect(deferred.error).to.not.equal(null);
  });

  it('is gone once it is given up, with its bytes', async () => {
    const path = await createUpload(owner, 10);
    await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, '12345');
    expect((await tusRequest(owner, 'DELETE', path)).status).to.equal(204);
    expect((await tusRequest(owner, 'HEAD', path)).status).to.equal(404);
    expect(unfinished().filter((name) => name.startsWith(idIn(path)))).to.deep.equal([]);
  });

  it('tells what the server can do', async () => {
    const { status, headers } = await tusRequest(owner, 'OPTIONS', '/api/uploads');
    expect(status).to.equal(204);
    expect(headers).to.include({ 'tus-version': '1.0.0', 'tus-max-size': `${mebibyte}` });
    expect(headers['tus-extension']).to.equal('creation,creation-with-upload,expiration,termination,checksum');
    expect(headers['tus-checksum-algorithm']).to.equal('sha1,sha256,md5');
    expect(headers).to.not.have.property('access-control-allow-origin');
  });

  it('takes a chunk only if its checksum is right', async () => {
    const path = await createUpload(owner, 5);
    const sum = (algorithm: string, text: string) =>
      `${algorithm} ${createHash(algorithm).update(text).digest('base64')}`;
    const patch = (checksum: string) =>
      tusRequest(owner, 'PATCH', path, { 'upload-offset': '0', 'upload-checksum': checksum }, '12345');
    const wrong = await patch(sum('sha1', '12346'));
    expect([wrong.status, wrong.error?.code]).to.deep.equal([460, 'invalid_input']);
    expect((await patch('crc32 AAAA')).status).to.equal(400);
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': '0' });
    expect((await patch(sum('sha256', '12345'))).status).to.equal(204);
    expect(`${kept(path)}`).to.equal('12345');
  });

  it('is finished by the next look at it when the node was lost after the last byte', async () => {
    const path = await createUpload(owner, 5);
    await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, '1234');
    appendFileSync(join(dataDir, 'files', 'uploads', idIn(path)), '5');
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': '5' });
    expect(`${kept(path)}`).to.equal('12345');
    expect(existsSync(join(dataDir, 'files', 'uploads', idIn(path)))).to.equal(false);
  });

  it('is displaced by another request, in a way that clients try again', () => {
    const { status_code: status, body } = ERRORS.ABORTED;
    const refusal = tusRefusal(status, body);
    expect([refusal?.status, refusal?.code]).to.deep.equal([423, 'unavailable']);
  });

  it('refuses metadata that it cannot read', async () => {
    const metadata = (key: string, value: string) => `${key} ${Buffer.from(value).toString('base64')}`;
    for (const wrong of [metadata('duration', 'long'), metadata('waveform', '1,2,101'), 'filename !']) {
      const headers = { 'upload-length': '5', 'upload-metadata': wrong };
      const { status, error } = await tusRequest(owner, 'POST', '/api/uploads', headers);
      expect([status, error?.code], wrong).to.deep.equal([400, 'invalid_input']);
    }
  });
});
