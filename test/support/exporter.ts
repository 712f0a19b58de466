/** A user who exports the own conversations over HTTP. */
import type { Export } from '../../src/protocol/export-shapes.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { expectStatus, type TestUser } from './client.ts';
import { readArchive } from './unzipped.ts';
import { defaultTimeoutMs, until } from './waiting.ts';

type ExportReply = { export: Export | null; error?: RefusalBody };

export const beginExport = (user: TestUser, password = user.password) =>
  user.fetch<ExportReply>('/api/me/export', { method: 'POST', body: { password } });

export const removeExport = (user: TestUser) => user.fetch<ExportReply>('/api/me/export', { method: 'DELETE' });

export async function readExport(user: TestUser): Promise<Export | null> {
  return expectStatus(await user.fetch<ExportReply>('/api/me/export'), 200).export;
}

/** Settles once the export has this state. */
export const exportIs = (user: TestUser, state: Export['state'], ms = defaultTimeoutMs): Promise<Export> =>
  until(
    `the export is ${state}`,
    async () => {
      const found = await readExport(user);
      return found?.state === state ? found : null;
    },
    { ms },
  );

export async function downloadExport(user: TestUser) {
  const answer = await fetch(new URL('/api/me/export/file', user.url), { headers: { cookie: user.cookie } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** The entries of the archive of a new export. */
export async function exported(user: TestUser): Promise<Map<string, Buffer>> {
  expectStatus(await beginExport(user), 202);
  await exportIs(user, 'ready');
  return readArchive((await downloadExport(user)).bytes);
}
