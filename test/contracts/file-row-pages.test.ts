/** The rows of all files as `duologue files` reads them. */
import { expect } from 'chai';
import { withFileRows } from '../../src/storage/files/file-row-pages.ts';
import { addFileRow } from '../files/file-rows.ts';
import { describeStores } from './backends.ts';
import { makeUser } from './fixtures.ts';

describeStores('withFileRows', (stores, place) => {
  const unknown = 'AAAAAAAAAAAAAAAA';

  it('counts the files of each user, and names the keys of their bytes', async () => {
    const [little, much] = [await makeUser(stores()), await makeUser(stores())];
    const row = { name: 'a', kind: 'file', type: 'text/plain' } as const;
    const one = await addFileRow(place(), { ...row, ownerId: little.id, size: 5 });
    const two = await addFileRow(place(), { ...row, ownerId: much.id, size: 7, hasPreview: 1 });
    const attached = { channelId: 'channel', seq: 1, place: 0 };
    const three = await addFileRow(place(), { ...row, ...attached, ownerId: much.id, size: 2_000_000_000 });
    await stores().avatars.replace(little.id, 'picture-of-littl');
    await stores().avatars.replace(much.id, 'picture-of-much1');
    await stores().avatars.replace(much.id, 'picture-of-much2');
    await withFileRows(place(), async (rows) => {
      expect(await rows.usage(1)).to.deep.equal({
        attached: { files: 1, bytes: 2_000_000_000 },
        unattached: { files: 2, bytes: 12 },
        users: [{ username: much.username, files: 2, bytes: 2_000_000_007 }],
      });
      expect(await rows.states([one, unknown])).to.deep.equal(new Map([[one, true]]));
      expect(await rows.removed(['avatars/picture-of-much1', `files/${one}`])).to.deep.equal(
        new Set(['avatars/picture-of-much1']),
      );
      expect(await rows.avatarIds()).to.deep.equal(new Set(['picture-of-littl', 'picture-of-much2']));
      const needed: string[] = [];
      for await (const page of rows.needed()) needed.push(...page);
      const keys = [one, two, three].map((id) => `files/${id}`);
      const pictures = ['avatars/picture-of-littl', 'avatars/picture-of-much2'];
      expect(needed).to.have.members([...keys, `previews/${two}`, ...pictures]);
      const asked = [...needed, `previews/${one}`, `files/${unknown}`, 'avatars/picture-of-much1'];
      expect(await rows.stillNeeded(asked)).to.have.members(needed);
    });
  });
});
