/** A message that is stored although its sender was told `unavailable`: how its members learn of it. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { MessageStore } from '../../../src/engine/ports/message-port.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('a message stored after its sender was refused', () => {
  const bench = useEngine();

  /** A node whose store commits the message, throws `unavailable`, and learns of the commit by `reportCommit`. */
  function useLateNode() {
    const { parts } = bench();
    let reportCommit = () => {};
    const append: MessageStore['append'] = async (message, onStored) => {
      await parts.messages.append(message, (stored) => {
        reportCommit = () => onStored?.(stored);
      });
      throw new Refusal('unavailable', 'Too late.');
    };
    const { messages } = createEngine({ ...parts, messages: { ...parts.messages, append } });
    return { messages, reportCommit: () => reportCommit() };
  }

  async function sendLate() {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const { messages, reportCommit } = useLateNode();
    const message = messageTo(bert);
    bench().fanout.take();
    expect(await codeOf(messages.send(anna, message))).to.equal('unavailable');
    expect(pushes()).to.deep.equal([]);
    return { anna, bert, message, reportCommit };
  }
  const pushes = () =>
    bench()
      .fanout.take('chatMessage')
      .map(({ user, except }) => [user, except]);

  it('is pushed to all devices of both, the sending one too, once the node learns of the commit', async () => {
    const { anna, bert, reportCommit } = await sendLate();
    reportCommit();
    expect(pushes()).to.deep.equal([
      [bert.id, undefined],
      [anna.id, undefined],
    ]);
  });

  it('is pushed again when its sender repeats it, whichever node gets the repeat', async () => {
    const { anna, bert, message } = await sendLate();
    expect((await bench().engine.messages.send(anna, message)).repeated).to.equal(true);
    expect(pushes()).to.deep.equal([
      [bert.id, undefined],
      [anna.id, anna.socketId],
    ]);
  });

  it('is pushed no more when the repeat comes five minutes after the message', async () => {
    const { anna, message } = await sendLate();
    const { client } = await openDatabase(null, bench().dataDir);
    const repeatAfter = async (ms: number) => {
      const data = { sentAt: new Date(Date.now() - ms) };
      await client.message.updateMany({ where: { senderId: anna.id }, data });
      expect((await bench().engine.messages.send(anna, message)).repeated).to.equal(true);
      return pushes().length;
    };
    expect(await repeatAfter(4 * 60_000)).to.equal(2);
    expect(await repeatAfter(5 * 60_000)).to.equal(0);
    await client.$disconnect();
  });
});
