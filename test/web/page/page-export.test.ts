/** The export of the own conversations, in a browser, against a real server. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readArchive } from '../../support/unzipped.ts';
import { openSite } from './page-site.ts';
import { password } from './visitor.ts';

describe('page: the export', () => {
  const site = openSite();

  it('is begun with the password, shown while it is made, downloaded and removed', async () => {
    const [ann, ben] = await site().pair();
    await ann.sends(ben, 'Exported line', 3);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    const data = ann.section('Your data');
    await data.getByRole('button', { name: 'Export conversations' }).click();
    await ann.dialog().getByLabel('Your password').fill(password);
    await ann.dialog().getByRole('button', { name: 'Begin export' }).click();
    await data.getByRole('status').getByText('The export has begun.').waitFor();
    await data.getByText(/Your export .* is ready until/).waitFor();
    const [download] = await Promise.all([
      ann.page.waitForEvent('download'),
      data.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).to.match(new RegExp(`^duologue-${ann.name}-.*\\.zip$`));
    const archive = await readArchive(readFileSync(await download.path()));
    const { messages } = JSON.parse(`${archive.get(`conversations/${ben.name}/messages.json`)}`);
    expect(messages.map(({ body }: { body: string }) => body)).to.deep.equal(
      [1, 2, 3].map((number) => `Exported line ${number}.`),
    );
    const html = `${archive.get(`conversations/${ben.name}/index.html`)}`;
    await ben.page.goto('about:blank');
    await ben.page.setContent(html);
    await ben.page.getByRole('article').filter({ hasText: 'Exported line 2.' }).waitFor();
    await data.getByRole('button', { name: 'Remove' }).click();
    await data.getByRole('status').getByText('The export is removed.').waitFor();
    await data.getByRole('button', { name: 'Export conversations' }).waitFor();
    expect(ann.faults).to.deep.equal([]);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('shows its progress', async () => {
    const ann = await site().arrive('ann');
    const running = { state: 'running', done: 3, total: 12, startedAt: new Date().toISOString() };
    await ann.page.route('**/api/me/export', (route) => route.fulfill({ json: { export: running } }));
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    const bar = ann.section('Your data').getByRole('progressbar', { name: 'The export is being made.' });
    await bar.waitFor();
    expect(await bar.evaluate((element: HTMLProgressElement) => element.position)).to.equal(0.25);
    await ann.leave();
  });
});
