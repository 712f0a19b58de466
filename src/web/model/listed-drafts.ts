/** Fetches the drafts of the user, and finds those that were removed. */
import type { Draft } from '../../protocol/draft-shapes.ts';
import type { KnownDraft } from './text-store.ts';
import type { Wire } from './wire.ts';

/** Of at most 64 KiB each. Older drafts beyond them are fetched by nobody, and count as unchanged. */
const pagesMax = 16;

/** @throws WireFailure */
export async function listDrafts(
  wire: Wire,
  known: ReadonlyMap<string, KnownDraft>,
): Promise<{ drafts: Draft[]; removed: string[] }> {
  const drafts: Draft[] = [];
  let next: number | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await wire.request('drafts', next === undefined ? {} : { before: next });
    drafts.push(...answer.drafts);
    next = answer.next;
    if (next === undefined) break;
  }
  const listed = new Set(drafts.map((draft) => draft.with));
  const isGone = ([peer, { text, version }]: [string, KnownDraft]) =>
    text !== '' && version >= (next ?? 0) && !listed.has(peer);
  return { drafts, removed: [...known].filter(isGone).map(([peer]) => peer) };
}
