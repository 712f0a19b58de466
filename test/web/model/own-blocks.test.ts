/** Tests of the blocked users with late and failed answers. */
import { expect } from 'chai';
import type { User } from '../../../src/protocol/shapes.ts';
import { Blocks, type BlocksApi } from '../../../src/web/model/own-blocks.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeServer, userNamed } from './fake-server.ts';

function fakeApi() {
  const api = {
    blocked: [] as string[],
    refusal: null as WireFailure | null,
    /** A test resolves it to send a late answer. */
    late: Promise.resolve(),
    async blocks(): Promise<User[]> {
      const users = api.blocked.map(userNamed);
      await api.late;
      if (api.refusal) throw api.refusal;
      return users;
    },
    async block(name: string) {
      if (api.refusal) throw api.refusal;
      api.blocked.push(name);
    },
    async unblock(name: string) {
      api.blocked = api.blocked.filter((known) => known !== name);
    },
  };
  return api satisfies BlocksApi;
}

describe('Blocks', () => {
  let api: ReturnType<typeof fakeApi>;
  let blocks: Blocks;
  const names = () => [...blocks.names.value];

  beforeEach(() => {
    api = fakeApi();
    blocks = new Blocks(new FakeServer().connect('ann'), () => {}, api);
  });

  it('is not loaded before the server has answered', async () => {
    api.blocked = ['ben'];
    api.refusal = new WireFailure('unavailable', 'Not now.');
    await blocks.refresh();
    expect([blocks.loaded.value, names()]).to.deep.equal([false, []]);
    api.refusal = null;
    await blocks.refresh();
    expect([blocks.loaded.value, names()]).to.deep.equal([true, ['ben']]);
  });

  it('keeps a block that was set after an answer was sent', async () => {
    let answer = () => {};
    api.late = new Promise((resolve) => {
      answer = resolve;
    });
    const refreshed = blocks.refresh();
    await blocks.block('ben');
    answer();
    await refreshed;
    expect(names()).to.deep.equal(['ben']);
  });

  it('stays unchanged when the server refuses', async () => {
    api.refusal = new WireFailure('unavailable', 'Not now.');
    expect(await blocks.block('ben').catch(({ message }) => message)).to.equal('Not now.');
    expect(names()).to.deep.equal([]);
  });

  it('notifies no subscriber of an unchanged answer', async () => {
    api.blocked = ['ben'];
    await blocks.refresh();
    let told = 0;
    blocks.names.subscribe(() => {
      told += 1;
    });
    await blocks.refresh();
    expect(told).to.equal(1);
    api.blocked = ['cid'];
    await blocks.refresh();
    expect([told, names()]).to.deep.equal([2, ['cid']]);
  });
});
