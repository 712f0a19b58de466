/** Own changes are on screen within two frames, and the log has one menu for all its messages. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { count } from './visitor.ts';

describe('page: the speed of message actions', () => {
  const site = openSite();

  it('draws an own edit, reaction and deletion within two frames among 200 messages, with one menu for all', async () => {
    const [ann, ben] = await site().pair();
    const api = ann.page.context().request;
    const send = (line: number) => {
      const data = { clientId: crypto.randomUUID(), body: `line ${line}.` };
      return until(`line ${line} is stored`, async () =>
        (await api.post(`/api/conversations/${ben.name}/messages`, { data })).ok(),
      );
    };
    await ann.open(ben);
    for (let sent = 0; sent < 200; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => send(sent + index)));
    }
    await count(ann.log(ben).getByRole('article'), 200);
    await count(ann.page.getByRole('menu'), 0);
    await ann.openMenu(ben, 'line 150.');
    await count(ann.page.getByRole('menu'), 1);

    /** Clicks the button, waits for two frames, and returns the text of the message. */
    const afterTwoFrames = async (button: string, within: string, key: string | null) =>
      ann.page.evaluate(
        async ([name, scope, row]) => {
          const buttons = [...document.querySelectorAll<HTMLElement>(`${scope} button`)];
          buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)?.click();
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
          return document.querySelector<HTMLElement>(`article[data-key="${row}"]`)?.innerText;
        },
        [button, within, key] as const,
      );
    const key = await ann.message(ben, 'line 150.').getAttribute('data-key');
    await ann.menuitem('Edit').click();
    await ann.textbox('Edit message').fill('edited text');
    expect(await afterTwoFrames('Save', '.composer', key)).to.contain('edited text');
    await ann.choose(ben, 'edited text', 'React');
    expect(await afterTwoFrames('React with 👍', '.panel', key)).to.match(/👍\s*1/);
    await ann.choose(ben, 'edited text', 'Delete');
    expect(await afterTwoFrames('Delete', 'dialog', key)).to.contain('Message deleted');
    await ann.leave();
    await ben.leave();
  });
});
