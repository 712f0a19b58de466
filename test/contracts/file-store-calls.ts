/** A call of every method of the stores of files, and of messages with files. */
import { deleteRule } from '../../src/engine/conversations/change-rules.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { newMessageOf } from './fixtures.ts';

const day = 86_400_000;
const bounds = { quotaBytes: 1_000_000, totalBytes: 1_000_000_000, unfinishedMax: 100 };
const examined = { type: 'image/png', kind: 'image', size: 7, details: {}, hasPreview: true } as const;

/** @param owner - a member of the conversation, with a live session. */
export function fileCalls(stores: Stores, channelId: string, owner: { id: string; sessionId: string }) {
  const { uploads, removedFiles, attachedFiles, avatars } = stores;
  const create = (lifeMs = day) =>
    uploads.create({ ownerId: owner.id, name: 'a', size: 7, isPlain: false, hints: {} }, bounds, lifeMs);
  async function finished(): Promise<string> {
    const { id } = await create();
    await uploads.finish(id, examined);
    return id;
  }
  const send = async (fileIds: string[]) =>
    stores.messages.append({ ...(await newMessageOf(stores, channelId, owner.id, '')), fileIds });
  return {
    exports: exportCalls(stores, channelId, owner.id),
    uploads: {
      create,
      find: async () => uploads.find((await create()).id),
      takeTurn: async () => uploads.takeTurn((await create()).id, 'one', 1_000),
      endTurn: async () => uploads.endTurn((await create()).id, 'one'),
      finish: finished,
      remove: async () => uploads.remove((await create()).id),
      removeExpired: async () => {
        await create(-1_000);
        await uploads.removeExpired(100);
      },
      usage: uploads.usage,
    },
    removedFiles: { oldest: () => removedFiles.oldest(10), forget: () => removedFiles.forget(['files/none']) },
    attachedFiles: {
      find: async () => {
        const id = await finished();
        const { message } = await send([id]);
        await attachedFiles.find(channelId, id);
        await stores.messages.range(channelId, message.seq, message.seq);
        const target = { channelId, seq: message.seq, userId: owner.id, sessionId: owner.sessionId };
        await stores.changes.change(target, deleteRule(owner.id), () => {});
      },
      list: async () => {
        await attachedFiles.list(channelId, { kind: null, before: null, limit: 10 });
        await attachedFiles.list(channelId, { kind: 'image', before: 100, limit: 10 });
      },
    },
    avatars: {
      replace: async () => {
        for (const id of ['AAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBB', null]) await avatars.replace(owner.id, id);
      },
    },
  };
}

function exportCalls({ exports }: Stores, channelId: string, userId: string) {
  const room = { count: 1_000, bytes: 1_000_000 };
  async function begun(): Promise<void> {
    await exports.remove(userId);
    await exports.begin(userId, room);
  }
  async function taken(): Promise<string> {
    await begun();
    return (await exports.takeTurn(60_000))?.id ?? '';
  }
  const finish = async (lifeMs: number) => exports.finish(await taken(), { bytes: 7, done: 1, total: 1 }, lifeMs);
  return {
    find: () => exports.find(userId),
    begin: begun,
    takeTurn: taken,
    progress: async () => exports.progress(await taken(), { done: 1, total: 2 }, 60_000),
    endTurn: async () => exports.endTurn(await taken(), 0),
    finish: () => finish(day),
    remove: () => exports.remove(userId),
    removeExpired: async () => {
      await finish(-1_000);
      await exports.removeExpired(100);
    },
    conversations: () => exports.conversations(userId, '', 50),
    countFiles: () => exports.countFiles(channelId),
  };
}
