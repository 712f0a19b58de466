/** The statements of notifications: messages and receipts of users without a push subscription cost none. */
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import { openLoggedStores } from '../../contracts/statement-log.ts';
import { makeFolder, removeFolder } from '../../support/temporary-folder.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('the cost of notifications', () => {
  const bench = useEngine();
  const sender = { key: '', faultOf: () => null, send: () => {}, count: () => {}, onTrouble: () => {} };

  it('is one look-up for a user without a subscription and one for privacy, and then nothing for each message and receipt', async () => {
    const dataDir = makeFolder('notification-costs');
    const { stores, statementsOf } = await openLoggedStores({ databaseUrl: null, dataDir });
    const engine = createEngine({ ...bench().parts, ...stores, push: sender });
    const [ann, ben] = await Promise.all(
      ['ann', 'ben'].map(async (username) => {
        const { user } = await engine.accounts.register({ username, password: 'correct horse battery staple' });
        const proof = { user, credentialVersion: 0 };
        const sessionId = await engine.sessions.open(username, proof, { ip: '127.0.0.1', userAgent: 'test' });
        return { id: user.id, username, sessionId };
      }),
    );
    if (!ann || !ben) throw new Error('Two users register.');
    const about = (statements: string[]) =>
      statements.filter((sql) => /PushSubscription|notifiedSeq|UserSettings/.test(sql));
    const exchange = async (body: string) => {
      const { message } = await engine.messages.send(ann, messageTo(ben, body));
      await engine.receipts.delivered(ben, { with: 'ann', seq: message.seq, shown: true });
      await engine.receipts.read(ben, { with: 'ann', seq: message.seq });
      await engine.notifications.flush();
      // What reads began is looked up in the same turn.
      await engine.pushHolders.holds(ben.id);
    };
    const first = await statementsOf(() => exchange('first'));
    const isPrivacy = (sql: string) => sql.includes('`hides`');
    expect(about(first).filter((sql) => !isPrivacy(sql))).to.have.length(1);
    expect(about(first).filter(isPrivacy), 'both users together').to.have.length(1);
    const next = await statementsOf(async () => {
      for (let index = 0; index < 20; index += 1) await exchange(`message ${index}`);
    });
    expect(about(next)).to.deep.equal([]);
    expect(engine.notifications.waiting()).to.equal(0);
    engine.typing.close();
    await stores.close();
    removeFolder(dataDir);
  });
});
