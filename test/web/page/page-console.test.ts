/** The console of the browser stays empty, except for what the browser itself writes about a refused request. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { password, type Visitor } from './visitor.ts';

/** Chromium writes this line for every answer of 400 and above; no page can prevent it. */
const refusedRequest = /^Failed to load resource: the server responded with a status of 40[019]/;

/** Everything that is written to the console from now on, one line each. */
function listen({ page }: Visitor): string[] {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  return lines;
}

describe('page: the console', () => {
  const site = openSite({}, { worker: true });

  it('stays empty on a visit without refusals, from the registration to the log-out and back', async () => {
    const ann = await site().stranger('ann');
    const lines = listen(ann);
    await ann.page.goto('/');
    await ann.page.getByRole('link', { name: 'Register' }).click();
    await ann.button('Create account').click();
    await ann.textbox('Username').fill(ann.name);
    await ann.textbox('Password').fill(password);
    await ann.button('Create account').click();
    await ann.button('Log out').waitFor();
    await ann.page.goto('/#/nobody');
    await ann.page.getByRole('heading', { name: 'There is nobody called' }).waitFor();
    // A document with such an address asks for the messages before it knows anybody.
    await ann.page.reload();
    await ann.page.getByRole('heading', { name: 'There is nobody called' }).waitFor();
    await ann.page.goto('/settings');
    await ann.section('Devices').getByText('This device').waitFor();
    await ann.logOut();
    await ann.page.reload();
    await ann.logIn();
    await ann.button('Log out').waitFor();
    expect(lines).to.deep.equal([]);
    await ann.leave();
  });

  it('has one line of the browser for each refused request, and none of the page', async () => {
    const ann = await site().arrive('ann');
    await ann.logOut();
    const lines = listen(ann);
    await ann.logIn(ann.name, 'not the password');
    await ann.alert().waitFor();
    await ann.page.goto('/register');
    await ann.textbox('Username').fill(ann.name);
    await ann.textbox('Password').fill(password);
    await ann.button('Create account').click();
    await ann.alert().waitFor();
    expect(lines.filter((line) => !refusedRequest.test(line))).to.deep.equal([]);
    expect(lines).to.have.length(2);
    await ann.leave();
  });
});
