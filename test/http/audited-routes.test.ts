/** Tests that every route that concerns the security of an account writes an audit line. */
import { expect } from 'chai';
import { findRoutes, nameOf, type Route } from '../abuse/transport-catalogue.ts';
import { rawRequest, useNode } from './in-process-node.ts';

/** These routes change or read nothing of an account's security. */
const ofConversations = [
  'POST /api/conversations/:username/messages',
  'PATCH /api/conversations/:username/messages/:seq',
  'DELETE /api/conversations/:username/messages/:seq',
  'PUT /api/conversations/:username/messages/:seq/reactions/:emoji',
  'DELETE /api/conversations/:username/messages/:seq/reactions/:emoji',
  'PUT /api/conversations/:username/messages/:seq/pin',
  'DELETE /api/conversations/:username/messages/:seq/pin',
  'PUT /api/conversations/:username/archive',
  'PUT /api/conversations/:username/mute',
  'PUT /api/conversations/:username/unread',
];
const others = new Set([
  'POST /api/login/passkey/options',
  'PATCH /api/me',
  'PUT /api/me/avatar',
  'DELETE /api/me/avatar',
  'PUT /api/blocks/:username',
  'DELETE /api/blocks/:username',
  'PATCH /api/me/settings',
  'PUT /api/me/status',
  'DELETE /api/me/status',
  'PUT /api/drafts/:username',
  'PUT /api/push',
  'DELETE /api/push',
  'POST /api/uploads',
  'PATCH /api/uploads/:id',
  'DELETE /api/uploads/:id',
  'POST /api/rooms',
  'PATCH /api/rooms/:id',
  'PUT /api/rooms/:id/draft',
  ...ofConversations,
  ...ofConversations.map((name) => name.replace('/api/conversations/:username', '/api/rooms/:id')),
]);

const isChange = ({ method, path }: Route) => path.startsWith('/api/') && !['GET', 'HEAD', 'OPTIONS'].includes(method);

describe('the audit of routes', () => {
  const url = useNode();

  async function countLines(): Promise<number> {
    const { text } = await rawRequest(url(), '/metrics');
    const counts = [...text.matchAll(/^duologue_security_events_total\{.*\} (\d+)$/gm)];
    const foreign = [...text.matchAll(/^duologue_security_events_total\{event="foreign_origin".*\} (\d+)$/gm)];
    const sum = (found: RegExpExecArray[]) => found.reduce((total, [, count]) => total + Number(count), 0);
    return sum(counts) - sum(foreign);
  }

  it('covers every route that changes something, except the listed ones', async () => {
    const routes = (await findRoutes()).filter(isChange);
    const silent: string[] = [];
    for (const route of routes) {
      const before = await countLines();
      await rawRequest(url(), route.path, { method: route.method, headers: { origin: 'https://evil.example' } });
      if ((await countLines()) === before) silent.push(nameOf(route));
    }
    expect(silent).to.have.members([...others]);
  });
});
