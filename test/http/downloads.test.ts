/** Tests downloads of files from a whole node: the two members, slow readers, and how many at once. */
import { type IncomingMessage, request } from 'node:http';
import { expect } from 'chai';
import { fileKey } from '../../src/engine/ports/file-bytes-port.ts';
import { createFolderBytes } from '../../src/files/folder-bytes.ts';
import { limitTable } from '../../src/policy/limit-table.ts';
import { filesOf } from '../files/examined-bytes.ts';
import { addFileRow } from '../files/file-rows.ts';
import { register, type TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';
import { rawRequest, useNode } from './in-process-node.ts';

/** More than the sockets of both ends hold. */
const large = Buffer.alloc(16 * 1_024 * 1_024, 'Duologue');

describe('the download of a file', () => {
  const dataDir = makeFolder('downloads');
  const url = useNode({ dataDir });
  let [anna, bert, carl]: TestUser[] = [];
  let path: string;

  before(async () => {
    [anna, bert, carl] = [await register(url()), await register(url()), await register(url())];
    const body = { clientId: crypto.randomUUID(), body: 'See the file' };
    const send = `/api/conversations/${bert!.username}/messages`;
    const sent = await anna!.fetch<{ message: { channelId: string } }>(send, { method: 'POST', body });
    const at = { channelId: sent.body.message.channelId, seq: 1, place: 0, ownerId: 'AAAAAAAAAAAAAAAA' };
    const film = { name: 'film.mp4', kind: 'video', type: 'video/mp4', size: large.length } as const;
    const id = await addFileRow({ databaseUrl: null, dataDir }, { ...at, ...film });
    await createFolderBytes(`${dataDir}/files`).keep(fileKey(id), filesOf(large as Buffer).path);
    path = `/api/conversations/${anna!.username}/files/${id}`;
  });
  after(() => removeFolder(dataDir));

  /** Answers as soon as the headers are there; the body waits to be read. */
  const begin = (user: TestUser, headers = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = { headers: { cookie: user.cookie, ...headers }, agent: false };
      request(new URL(path, url()), options, resolve).on('error', reject).end();
    });

  async function read(answer: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  it('brings every byte, or those of a range, to a member', async () => {
    expect((await read(await begin(bert!))).equals(large)).to.equal(true);
    const part = await begin(bert!, { range: 'bytes=1000000-9000000' });
    expect([part.statusCode, part.headers['content-range']]).to.deep.equal([
      206,
      `bytes 1000000-9000000/${large.length}`,
    ]);
    expect((await read(part)).equals(large.subarray(1_000_000, 9_000_001))).to.equal(true);
  });

  it('is refused to everybody else, as if there were no such file', async () => {
    expect((await rawRequest(url(), path, { headers: { cookie: carl!.cookie } })).error?.code).to.equal('not_found');
    expect((await rawRequest(url(), path)).error?.code).to.equal('unauthorized');
  });

  it('is one of 40 at once of a user; the others go on, and so do other users', async () => {
    const { points } = limitTable.downloadsPerUser;
    const waiting = await Promise.all(Array.from({ length: points }, () => begin(bert!)));
    expect(new Set(waiting.map(({ statusCode }) => statusCode))).to.deep.equal(new Set([200]));
    const refused = await begin(bert!);
    expect(refused.statusCode).to.equal(429);
    refused.resume();
    const [last, ...others] = waiting;
    for (const answer of others) answer.destroy();
    expect((await read(last!)).length, 'the slow one').to.equal(large.length);
    await until('the places of the others are free', async () => {
      const answer = await begin(bert!);
      answer.destroy();
      return answer.statusCode === 200;
    });
  });
});
