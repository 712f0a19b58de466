/** Files that come while a message is edited. */
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: files that come while a message is edited', () => {
  const site = openSite({ FILE_MAX_MIB: '1' });
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, async (first, second) => {
    [ann, ben] = [first, second];
    await ann.open(ben);
    await ann.button('Attach files').waitFor();
    await ann.say('a text');
    await ann.marked(ben, 'a text', 'Sent');
    await ann.textbox('Message').press('ArrowUp');
    await ann.textbox('Edit message').waitFor();
  });

  const items = () => ann.page.getByRole('region', { name: 'Attached files' }).getByRole('listitem');
  const note = (text: string) => ann.page.locator('.composer-note', { hasText: text });
  const oneWaits = 'An edit takes no files. One file waits for your next message.';

  /** Hands a file to the page as a paste or a drop brings it. */
  const bring = (kind: 'paste' | 'drop', bytes = 10) =>
    ann.page.evaluate(
      ([kind, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File(['a'.repeat(bytes)], `${kind}.txt`, { type: 'text/plain' }));
        const init = { bubbles: true, cancelable: true };
        const to = document.activeElement ?? document.body;
        if (kind === 'paste') to.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
        else
          for (const type of ['dragover', 'drop'])
            to.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: data }));
      },
      [kind, bytes] as const,
    );

  /** Notes what the page announces, which is gone after a second. */
  const listen = () =>
    ann.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const region = document.querySelector('.announcer');
      if (region)
        new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
          childList: true,
          subtree: true,
        });
    });
  const heard = () => ann.page.evaluate(() => (window as unknown as { heard: string[] }).heard);

  it('keeps them for the next message, and says so', async () => {
    await listen();
    await bring('paste');
    await note(oneWaits).waitFor();
    await becomes(async () => (await heard()).includes(oneWaits), true);
    await bring('drop');
    await note('An edit takes no files. 2 files wait for your next message.').waitFor();
    await ann.textbox('Edit message').fill('an edited text');
    await ann.button('Save').click();
    await ann.message(ben, 'an edited text').waitFor();
    await count(items(), 2);
    await ann.say('with files');
    await ann
      .message(ben, 'with files')
      .getByRole('link', { name: /paste\.txt/ })
      .waitFor();
    await ann
      .message(ben, 'with files')
      .getByRole('link', { name: /drop\.txt/ })
      .waitFor();
    await count(ann.message(ben, 'an edited text').getByRole('link'), 0);
  });

  it('says at once which of them it does not take', async () => {
    await bring('drop', 1_100_000);
    await ann.alert().getByText('“drop.txt” has 1.1 MB.').waitFor();
    await count(note('An edit takes no files.'), 0);
    await ann.isAccessible();
  });
});
