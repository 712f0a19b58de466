/** The cost of a receipt: SQL statements on both databases, and pushes. */
import { expect } from 'chai';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { StorageOptions } from '../../../src/storage/stores.ts';
import { describeBackends } from '../../contracts/backends.ts';
import { makePair, sendMany, sessionOf } from '../../contracts/fixtures.ts';
import { type LoggedStores, openLoggedStores } from '../../contracts/statement-log.ts';
import { removeFolder } from '../../support/temporary-folder.ts';
import { useEngine } from '../engine-bench.ts';

describeBackends('the cost of a receipt', (backend) => {
  const bench = useEngine();
  let place: StorageOptions;
  let logged: LoggedStores;
  let engine: Engine;

  before(async () => {
    place = await backend.makePlace();
    logged = await openLoggedStores(place);
    engine = createEngine({ ...bench().parts, ...logged.stores });
  });
  after(async () => {
    engine?.typing.close();
    await logged?.stores.close();
    if (place?.dataDir) removeFolder(place.dataDir);
  });

  /** The peer of a user with unread messages, whose conversation the engine knows already. */
  async function readers(count: number, messages = 3) {
    const { stores } = logged;
    const made = Array.from({ length: count }, async () => {
      const { one, other, conversation } = await makePair(stores);
      await sendMany(stores, conversation.id, one.id, messages);
      const caller = { id: other.id, username: other.username, sessionId: await sessionOf(stores, other.id) };
      await engine.receipts.read(caller, { with: one.username, seq: 1 });
      const payload = (seq: number) => ({ with: one.username, seq });
      return {
        read: (seq: number) => engine.receipts.read(caller, payload(seq)),
        delivered: (seq: number) => engine.receipts.delivered(caller, payload(seq)),
      };
    });
    const all = await Promise.all(made);
    bench().fanout.take();
    return all;
  }

  type Reader = Awaited<ReturnType<typeof readers>>[number];

  it('is one statement and one push to each member for a read message', async () => {
    const [reader] = (await readers(1)) as [Reader];
    const statements = await logged.statementsOf(() => reader.read(3));
    expect(statements, statements.join('\n')).to.have.length(1);
    expect(
      bench()
        .fanout.take()
        .map(({ event }) => event),
    ).to.deep.equal(['read', 'read']);
  });

  it('is two statements for many readers at once', async () => {
    const many = await readers(20);
    const statements = await logged.statementsOf(() => Promise.all(many.map(({ read }) => read(3))));
    expect(statements, statements.join('\n')).to.have.length(2);
    expect(bench().fanout.take()).to.have.length(40);
  });

  it('is no push for a delivered message that was read before', async () => {
    const [reader] = (await readers(1)) as [Reader];
    await reader.read(3);
    bench().fanout.take();
    expect(await reader.delivered(3)).to.equal(3);
    expect(bench().fanout.take()).to.deep.equal([]);
  });
});
