/** A page that was away while thousands of messages and changes happened shows what the conversation is now. */
import { expect } from 'chai';
import type { Payload, RequestName } from '../../../src/protocol/events.ts';
import { connectDevice, type Device } from '../../support/device.ts';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

const missed = 5_000;
const atOnce = 50;

describe('page: a long absence', () => {
  const site = openSite({ RATE_LIMITS: 'off' });

  it('shows what 5,000 messages and 5,000 changes have made of the conversation', async () => {
    const [ann, ben] = await site().pair();
    const device = await connectDevice(site().server.url, await cookieOf(ben));
    // A page that shows everything at once would take the processor from the server.
    await ben.page.goto('about:blank');
    const to = ann.name;
    const send = (body: string) => ({ to, body, clientId: crypto.randomUUID() });
    await askAll(
      device,
      'chatMessage',
      many(60, (index) => send(`before ${index + 1}`)),
    );
    await ann.open(ben);
    await ann.button('New messages ↓').click();
    await ann.message(ben, 'before 60').waitFor();
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);

    await askAll(
      device,
      'chatMessage',
      many(missed, (index) => send(`missed ${index + 1}`)),
    );
    await askAll(
      device,
      'editMessage',
      many(missed / 2, (index) => ({ with: to, seq: 2 * index + 61, body: `edited ${index}` })),
    );
    await askAll(
      device,
      'react',
      many(missed / 4, (index) => ({ with: to, seq: 4 * index + 62, emoji: '👍', on: true })),
    );
    await askAll(
      device,
      'deleteMessage',
      many(missed / 4, (index) => ({ with: to, seq: 4 * index + 64 })),
    );
    const { messages, rev } = await device.ask('chatHistory', { with: to, limit: 50 });
    expect(rev).to.equal(missed);

    await ann.page.context().setOffline(false);
    const shown = messages.map(({ body, deletedAt }) => (deletedAt ? 'Message deleted' : body));
    const newest = async () => {
      await ann.toEnd();
      return (await ann.texts(ben)).slice(-shown.length);
    };
    await becomes(newest, shown);
    const liked = messages.filter(({ reactions }) => reactions).map(({ body }) => body);
    for (const body of liked) await ann.reaction(ben, body, '👍, 1').waitFor();
    device.close();
    await ann.leave();
    await ben.leave();
  });
});

async function cookieOf({ page }: Visitor): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

async function askAll<E extends RequestName>(device: Device, event: E, payloads: readonly Payload<E>[]): Promise<void> {
  for (let from = 0; from < payloads.length; from += atOnce) {
    await Promise.all(payloads.slice(from, from + atOnce).map((payload) => askUntilStored(device, event, payload)));
  }
}

/** On a busy machine the server may refuse a command in time; every command may be sent again. */
async function askUntilStored<E extends RequestName>(device: Device, event: E, payload: Payload<E>): Promise<void> {
  const send = () =>
    device.ask(event, payload).then(
      () => true,
      (error: Error) => {
        if (error.message.includes('"unavailable"')) return false;
        throw error;
      },
    );
  while (!(await send()));
}
