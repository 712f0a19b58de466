/** Makes the index of messages again, beside running nodes. */
import type { ConversationId } from '../ports/identifiers.ts';
import type { SearchStore } from '../ports/search-port.ts';
import { createSearchIndex } from './search-index.ts';

const stepLength = 200;

export interface RebuildOptions {
  /** Index only what is behind: for a rebuild that was interrupted. */
  behindOnly: boolean;
  /** Called with the number of conversations that are done. */
  onProgress(conversations: number): void;
}

/** Answers the number of conversations that were indexed. A search finds as before meanwhile. */
export async function rebuildIndex(store: SearchStore, { behindOnly, onProgress }: RebuildOptions): Promise<number> {
  if (!behindOnly) await forEachStep(store, async ({ all }) => store.reset(all));
  const index = createSearchIndex(store, false);
  let done = 0;
  await forEachStep(store, async ({ behind }) => {
    for (let left = behind; left.length > 0; ) left = await index.update(left);
    done += behind.length;
    onProgress(done);
  });
  return done;
}

type Step = Awaited<ReturnType<SearchStore['lookThrough']>>;

async function forEachStep(store: SearchStore, work: (step: Step) => Promise<unknown>): Promise<void> {
  for (let after: ConversationId | null = ''; after !== null; ) {
    const step: Step = await store.lookThrough(after, stepLength);
    await work(step);
    after = step.last;
  }
}
