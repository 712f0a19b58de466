/** The contract of the store of files of messages, on both databases. */
import { expect } from 'chai';
import { addFileRow, type FileRow } from '../files/file-rows.ts';
import { describeStores } from './backends.ts';
import { makePair, sendMany } from './fixtures.ts';

const photo = { name: 'photo.jpg', kind: 'image', type: 'image/jpeg', size: 5 } as const;

describeStores('the store of files of messages', (stores, place) => {
  async function conversationWith(...files: Partial<FileRow>[]) {
    const { one, conversation } = await makePair(stores());
    const sent = await sendMany(stores(), conversation.id, one.id, Math.max(1, ...files.map(({ seq = 1 }) => seq)));
    const ids: string[] = [];
    for (const file of files) {
      const at = { channelId: conversation.id, seq: 1, place: 0 };
      ids.push(await addFileRow(place(), { ...photo, ownerId: one.id, ...at, ...file }));
    }
    return { channelId: conversation.id, ownerId: one.id, ids, sent };
  }

  it('finds a file of a message in its conversation, and in no other', async () => {
    const details = { width: 3, height: 2, placeholder: 'data:image/webp;base64,AAAA' };
    const file = { ...photo, hasPreview: 1, details: JSON.stringify(details) };
    const { channelId, ids } = await conversationWith(file);
    const [id = ''] = ids;
    expect(await stores().attachedFiles.find(channelId, id)).to.deep.equal({ id, ...photo, details, hasPreview: true });
    const other = await makePair(stores());
    expect(await stores().attachedFiles.find(other.conversation.id, id)).to.equal(null);
  });

  it('finds no upload without a message', async () => {
    const { channelId, ownerId } = await conversationWith();
    const id = await addFileRow(place(), { ...photo, ownerId });
    expect(await stores().attachedFiles.find(channelId, id)).to.equal(null);
  });

  it('lists files by message, newest first, of one kind and before a message', async () => {
    const text = { kind: 'file', type: 'text/plain' } as const;
    const { channelId, ids, ownerId, sent } = await conversationWith(
      { seq: 1 },
      { seq: 2, ...text },
      { seq: 4, place: 0 },
      { seq: 4, place: 1, ...text },
    );
    const list = async (query: Partial<Parameters<ReturnType<typeof stores>['attachedFiles']['list']>[1]>) => {
      const rows = await stores().attachedFiles.list(channelId, { kind: null, before: null, limit: 10, ...query });
      return rows.map(({ seq, file }) => `${seq} ${ids.indexOf(file.id)}`);
    };
    expect((await list({})).sort().reverse()).to.deep.equal(['4 3', '4 2', '2 1', '1 0']);
    expect((await list({})).at(-1)).to.equal('1 0');
    expect(await list({ kind: 'image' })).to.deep.equal(['4 2', '1 0']);
    expect(await list({ before: 4 })).to.deep.equal(['2 1', '1 0']);
    expect(await list({ limit: 1, kind: 'file' })).to.deep.equal(['4 3']);
    const [newest] = await stores().attachedFiles.list(channelId, { kind: 'image', before: null, limit: 1 });
    expect(newest?.senderId).to.equal(ownerId);
    expect(newest?.sentAt).to.deep.equal(sent.find(({ message }) => message.seq === 4)?.message.sentAt);
  });
});
