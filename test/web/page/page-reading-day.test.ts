/** The day at which "Jump to date" opens. */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

const dayMs = 24 * 60 * 60 * 1_000;

describe('page: the day of "Jump to date"', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  before(async () => {
    [ann, ben] = await site().pair();
    await ann.sends(ben, 'line', 60);
    await makeOld(40, '1 AND 30');
    await makeOld(20, '31 AND 60');
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 60.').waitFor();
  });
  after(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** Changes the times of messages in the database of a stopped node. */
  async function makeOld(days: number, seqs: string): Promise<void> {
    const { server } = site();
    await server.stop();
    const database = new DatabaseSync(join(server.dataDir, 'duologue.sqlite'));
    const [{ kind } = { kind: '' }] = database.prepare('SELECT typeof(sentAt) AS kind FROM Message').all() as {
      kind: string;
    }[];
    const at = Date.now() - days * dayMs;
    const stored = kind === 'integer' ? at : new Date(at).toISOString().replace('Z', '+00:00');
    database.prepare(`UPDATE Message SET sentAt = ? WHERE seq BETWEEN ${seqs}`).run(stored);
    database.close();
    await server.start();
  }

  const dayBefore = (days: number) =>
    ann.page.evaluate((ms) => new Intl.DateTimeFormat('sv').format(Date.now() - ms), days * dayMs);
  const opensAt = async (days: number) => {
    await ann.button('Jump to date').click();
    await becomes(() => ann.dialog().getByLabel('Day', { exact: true }).inputValue(), await dayBefore(days));
    await ann
      .dialog()
      .getByRole('gridcell', { selected: true })
      .getByRole('button', { name: /, with messages$/ })
      .waitFor();
    await ann.page.keyboard.press('Escape');
    await ann.dialog().waitFor({ state: 'detached' });
  };

  it('is the one of the newest message at the end of the log', async () => {
    await opensAt(20);
  });

  it('is the one of the messages on the screen', async () => {
    await ann.message(ben, 'line 20.').evaluate((article) => article.scrollIntoView({ block: 'end' }));
    await opensAt(40);
  });

  it('is the one to which the user has jumped', async () => {
    await ann.page.evaluate((name) => (location.hash = `#/${name}/31`), ben.name);
    await becomes(() => ann.focused().then((text) => text.includes('line 31.')), true);
    await opensAt(20);
  });
});
