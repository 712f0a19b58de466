/** The contract of messages with files: attached once, shown everywhere, erased with the message. */
import { expect } from 'chai';
import { deleteRule, editRule, pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import type { ChangeRule } from '../../src/engine/ports/change-port.ts';
import { describeStores } from './backends.ts';
import { codeOf, lastSeqOf, makePair, makeSession, newMessageOf } from './fixtures.ts';

const bounds = { quotaBytes: 1_000_000, totalBytes: 1_000_000_000, unfinishedMax: 100 };
const examined = {
  type: 'image/png',
  kind: 'image',
  size: 7,
  details: { width: 3, height: 2 },
  hasPreview: true,
} as const;

describeStores('messages with files', (stores) => {
  async function unfinished(ownerId: string, name: string) {
    const upload = { ownerId, name, size: 7, isPlain: false, hints: {} };
    return (await stores().uploads.create(upload, bounds, 86_400_000)).id;
  }

  async function uploaded(ownerId: string, name = 'a.png') {
    const id = await unfinished(ownerId, name);
    await stores().uploads.finish(id, examined);
    return id;
  }

  async function scene() {
    const { conversation, one, other, sessionId } = await makePair(stores());
    const { id: channelId } = conversation;
    const message = async (fileIds: string[], body = '', senderId = one.id) => ({
      ...(await newMessageOf(stores(), channelId, senderId, body)),
      fileIds,
    });
    const send = async (fileIds: string[], body = '') => stores().messages.append(await message(fileIds, body));
    const change = (seq: number, rule: ChangeRule) =>
      stores().changes.change({ channelId, seq, userId: one.id, sessionId }, rule, () => {});
    const read = async (seq: number) => (await stores().messages.range(channelId, seq, seq))[0];
    return { channelId, one, other, message, send, change, read };
  }

  it('stores a message with its files in their order, and shows them wherever the message is read', async () => {
    const { channelId, one, send, read } = await scene();
    const [first, second] = [await uploaded(one.id, 'one.png'), await uploaded(one.id, 'two.png')];
    const { message } = await send([second, first], 'a caption');
    const { size, type, kind, details } = examined;
    const file = { size, type, kind, details };
    expect(message.files).to.deep.equal([
      { id: second, name: 'two.png', ...file },
      { id: first, name: 'one.png', ...file },
    ]);
    expect(await read(message.seq)).to.deep.equal(message);
    const [entry] = await stores().conversations.list(one.id, { after: null, limit: 1 });
    expect(entry?.lastMessage).to.deep.equal(message);
    expect(await stores().uploads.find(first)).to.deep.include({ isAttached: true, expiresAt: null });
    expect((await stores().attachedFiles.find(channelId, first))?.name).to.equal('one.png');
  });

  it('keeps the files through edits, reactions and pins, and shows them among the changes', async () => {
    const { channelId, one, send, change, read } = await scene();
    const { message } = await send([await uploaded(one.id)], 'a caption');
    for (const rule of [editRule(one.id, 'another'), reactRule(one.id, '👍', true), pinRule(one.id, true)]) {
      expect((await change(message.seq, rule)).message.files).to.deep.equal(message.files);
    }
    expect((await read(message.seq))?.files).to.deep.equal(message.files);
    const { changes } = stores();
    for (const found of [await changes.changedAfter(channelId, 0, 10), await changes.pinned(channelId, 10)]) {
      expect(found.map(({ files }) => files)).to.deep.equal([message.files]);
    }
  });

  it('refuses files that are unknown, of another user or unfinished, and attaches none of that message', async () => {
    const { channelId, one, other, send } = await scene();
    const good = await uploaded(one.id);
    const before = await lastSeqOf(stores(), channelId);
    expect(await codeOf(send([good, 'AAAAAAAAAAAAAAAA']))).to.equal('not_found');
    expect(await codeOf(send([good, await uploaded(other.id)]))).to.equal('not_found');
    expect(await codeOf(send([good, await unfinished(one.id, 'half')]))).to.equal('invalid_input');
    expect(await lastSeqOf(stores(), channelId)).to.equal(before);
    expect(await codeOf(send([good]))).to.equal('accepted');
  });

  it('attaches a file to one of several messages, also in one batch and in two conversations', async () => {
    const { one, send } = await scene();
    const { conversation } = await makePair(stores(), one);
    const id = await uploaded(one.id);
    const elsewhere = { ...(await newMessageOf(stores(), conversation.id, one.id, '')), fileIds: [id] };
    const tries = [send([id]), send([id]), send([id]), stores().messages.append(elsewhere)];
    const codes = await Promise.all(tries.map((work) => codeOf(work)));
    expect(codes.sort()).to.deep.equal(['accepted', 'conflict', 'conflict', 'conflict']);
    expect(await codeOf(send([id]))).to.equal('conflict');
  });

  it('answers a repeat with the message as it is now, and refuses other files under the same clientId', async () => {
    const { one, message, change } = await scene();
    const [id, other] = [await uploaded(one.id), await uploaded(one.id)];
    const sent = await message([id], 'a caption');
    const { message: stored } = await stores().messages.append(sent);
    const again = await stores().messages.append(sent);
    expect(again).to.deep.include({ message: stored, repeated: true });
    const { fileIds: _, ...without } = sent;
    for (const changed of [{ ...sent, fileIds: [other] }, { ...sent, fileIds: [id, other] }, without]) {
      expect(await codeOf(stores().messages.append(changed))).to.equal('conflict');
    }
    await change(stored.seq, editRule(one.id, 'another'));
    expect((await stores().messages.append(sent)).message).to.deep.include({ body: 'another', files: stored.files });
    await change(stored.seq, deleteRule(one.id));
    const last = await stores().messages.append(sent);
    expect(last).to.deep.include({ repeated: true });
    expect(last.message).to.not.have.property('files');
  });

  it('answers a repeat of two at once as one message', async () => {
    const { one, message } = await scene();
    const sent = await message([await uploaded(one.id)]);
    const answers = await Promise.all([1, 2, 3].map(() => stores().messages.append(sent)));
    expect(new Set(answers.map((answer) => answer.message.seq)).size).to.equal(1);
    expect(answers.filter(({ repeated }) => !repeated)).to.have.length(1);
  });

  it('removes the files with the message, and notes their bytes', async () => {
    const { channelId, one, send, change, read } = await scene();
    const id = await uploaded(one.id);
    const { message } = await send([id]);
    const { message: tombstone } = await change(message.seq, deleteRule(one.id));
    expect(tombstone).to.not.have.property('files');
    expect(await read(message.seq)).to.not.have.property('files');
    expect(await stores().uploads.find(id)).to.equal(null);
    expect(await stores().attachedFiles.find(channelId, id)).to.equal(null);
    expect(await stores().removedFiles.oldest(1_000)).to.include.members([`files/${id}`, `previews/${id}`]);
  });

  it('tells in a quote which files the quoted message has, until it is deleted', async () => {
    const { channelId, one, send, message, change, read } = await scene();
    const quoteOf = async (replyToSeq: number) => {
      const { message: reply } = await stores().messages.append({ ...(await message([], 'nice')), replyToSeq });
      expect((await read(reply.seq))?.quote).to.deep.equal(reply.quote);
      const edited = await change(reply.seq, editRule(one.id, 'very nice'));
      expect(edited.message.quote).to.deep.equal(reply.quote);
      expect((await stores().changes.changedAfter(channelId, 0, 100)).at(-1)?.quote).to.deep.equal(reply.quote);
      return reply.quote?.files;
    };
    const sound = await unfinished(one.id, 'voice.webm');
    const details = { durationMs: 900, waveform: [1, 2] };
    await stores().uploads.finish(sound, { ...examined, type: 'audio/webm', kind: 'audio', details });
    const photos = [await uploaded(one.id, 'one.png'), await uploaded(one.id, 'two.png')];
    const voice = (await send([sound])).message.seq;
    expect(await quoteOf(voice)).to.deep.equal({ count: 1, kind: 'audio', name: 'voice.webm', voice: true });
    expect(await quoteOf((await send(photos)).message.seq)).to.deep.equal({ count: 2, kind: 'image', name: 'one.png' });
    const other = await unfinished(one.id, 'plan.pdf');
    await stores().uploads.finish(other, { ...examined, type: 'application/pdf', kind: 'file', details: {} });
    const mixed = (await send([await uploaded(one.id), other], 'with a text')).message.seq;
    expect(await quoteOf(mixed)).to.deep.equal({ count: 2, kind: 'file', name: 'a.png' });
    await change(voice, deleteRule(one.id));
    expect(await quoteOf(voice)).to.equal(undefined);
  });

  it('never removes a file of a message as an upload', async () => {
    const { one, send } = await scene();
    const id = await uploaded(one.id);
    await send([id]);
    expect(await stores().uploads.remove(id)).to.equal(false);
    await stores().uploads.removeExpired(1_000);
    expect(await stores().uploads.find(id)).to.not.equal(null);
  });

  it('keeps the files of messages for the peer of a deleted account, and none of its notes and uploads', async () => {
    const { channelId, one, send } = await scene();
    const [sent, noted, free] = [await uploaded(one.id), await uploaded(one.id), await uploaded(one.id)];
    await send([sent]);
    const notes = await stores().conversations.open(one.id, one.id);
    await stores().messages.append({ ...(await newMessageOf(stores(), notes.id, one.id, '')), fileIds: [noted] });
    await stores().credentials.erase({ user: one, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect((await stores().attachedFiles.find(channelId, sent))?.id).to.equal(sent);
    expect(await stores().uploads.find(noted)).to.equal(null);
    expect(await stores().removedFiles.oldest(1_000)).to.include.members([`files/${noted}`, `previews/${noted}`]);
    await stores().uploads.removeExpired(1_000);
    expect(await stores().uploads.find(free)).to.equal(null);
  });

  it('attaches nothing while a block stands, nor for a session that has ended', async () => {
    const { channelId, one, other, message } = await scene();
    const id = await uploaded(one.id);
    await stores().blocks.block(channelId, other.id, new Map());
    expect(await codeOf(stores().messages.append(await message([id])))).to.equal('forbidden');
    expect(await stores().uploads.find(id)).to.include({ isAttached: false });
    await stores().blocks.lift(channelId, other.id);
    const sessionId = await makeSession(stores(), one.id);
    const ended = { ...(await message([id])), sessionId };
    await stores().sessions.end(sessionId);
    expect(await codeOf(stores().messages.append(ended))).to.equal('unauthorized');
    expect(await stores().uploads.find(id)).to.include({ isAttached: false });
  });
});
