/** Who may call what without a session: the pages, the health and the two doors, and nothing else. */
import { expect } from 'chai';
import { expectStatus, register } from '../support/client.ts';
import { rawRequest, useNode } from './in-process-node.ts';

const closed: [method: string, path: string][] = [
  ['GET', '/api/me'],
  ['HEAD', '/api/me'],
  ['PATCH', '/api/me'],
  ['POST', '/api/logout'],
  ['GET', '/api/users'],
  ['GET', '/api/conversations'],
  ['GET', '/api/conversations/somebody/messages'],
  ['POST', '/api/conversations/somebody/messages'],
];

describe('without a session', () => {
  const url = useNode();

  for (const [method, path] of closed) {
    it(`refuses ${method} ${path}, before it looks at anything else`, async () => {
      const person = await register(url());
      const ended = person.cookie;
      expectStatus(await person.logOut(), 204);
      for (const cookie of ['', 'sessionId=garbage', ended]) {
        for (const body of method === 'GET' || method === 'HEAD' ? [undefined] : ['{}', '{"body":5}']) {
          const headers = { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) };
          const answer = await rawRequest(url(), path, { method, headers, ...(body && { body }) });
          expect(answer.status).to.equal(401);
          if (method !== 'HEAD') expect(answer.error).to.include({ code: 'unauthorized' });
        }
      }
    });
  }

  it('gives who is refused no hint of who or what exists', async () => {
    const { username } = await register(url());
    const [there, nowhere] = await Promise.all(
      [username, 'nobody-here'].map((name) => rawRequest(url(), `/api/conversations/${name}/messages`)),
    );
    expect(there?.text).to.equal(nowhere?.text);
  });
});
