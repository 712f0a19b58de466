/** Fetches the drafts of the user, and finds those that were removed. */
import type { Draft } from '../../protocol/draft-shapes.ts';
import type { Feature } from '../../protocol/events.ts';
import { roomName } from './room-names.ts';
import type { KnownDraft } from './text-store.ts';
import type { Wire } from './wire.ts';

/** Of at most 64 KiB each. Older drafts beyond them are fetched by nobody, and count as unchanged. */
const pagesMax = 16;

/** The name of its conversation. */
export const nameOfDraft = ({ with: peer = '', conversation }: Draft): string =>
  conversation === undefined ? peer : roomName(conversation);

/** @throws WireFailure */
export async function listDrafts(
  wire: Wire,
  known: ReadonlyMap<string, KnownDraft>,
  features: readonly Feature[],
): Promise<{ drafts: Draft[]; removed: string[] }> {
  const drafts: Draft[] = [];
  const asked = features.includes('rooms') ? { rooms: true } : {};
  let next: number | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await wire.request('drafts', { ...asked, ...(next !== undefined && { before: next }) });
    drafts.push(...answer.drafts);
    next = answer.next;
    if (next === undefined) break;
  }
  const listed = new Set(drafts.map(nameOfDraft));
  const isGone = ([peer, { text, version }]: [string, KnownDraft]) =>
    text !== '' && version >= (next ?? 0) && !listed.has(peer);
  return { drafts, removed: [...known].filter(isGone).map(([peer]) => peer) };
}
