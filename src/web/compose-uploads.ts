/** Composes the sending of files, where the server keeps files. */
import { effect, type Signal } from '@preact/signals';
import type { Messenger } from './model/messenger.ts';
import { Uploads } from './model/uploads/page-uploads.ts';
import { lateUploader } from './net/late-uploader.ts';
import { uploadDatabase } from './net/upload-database.ts';
import { loadLaterTexts } from './texts/texts.ts';
import { attachViews } from './view/conversation/attach-views.ts';

/** Returns the function that ends it. */
export function startUploads(messenger: Messenger, shown: Signal<Uploads | null>): () => void {
  const uploads = new Uploads(messenger, lateUploader, uploadDatabase(messenger.me));
  const leaves = new AbortController();
  const { signal } = leaves;
  shown.value = uploads;
  const restore = () => void uploads.restore().catch(() => {});
  const stop = effect(() => {
    if (uploads.areOffered.value) showViews(uploads, signal).catch(() => {});
    else attachViews.value = null;
  });
  window.addEventListener('pagehide', () => uploads.keepTexts(), { signal });
  window.addEventListener('beforeunload', (event) => uploads.areAtRisk && event.preventDefault(), { signal });
  // The user may have closed the other tab.
  window.addEventListener('focus', restore, { signal });
  restore();
  return () => {
    leaves.abort();
    stop();
    uploads.stop();
    attachViews.value = null;
    shown.value = null;
  };
}

async function showViews(uploads: Uploads, leaves: AbortSignal): Promise<void> {
  const [views, { speakUploads }, { refuseStrayDrops }] = await Promise.all([
    import('./view/attach/attach-views.tsx'),
    import('./view/attach/spoken-uploads.ts'),
    import('./view/attach/stray-drops.ts'),
    loadLaterTexts(),
    // A message with files is shown at once, also when the connection is lost meanwhile.
    import('./view/files/message-files.tsx'),
  ]);
  if (leaves.aborted || attachViews.peek()) return;
  attachViews.value = views;
  refuseStrayDrops(leaves);
  const stopSpeaking = speakUploads(uploads);
  leaves.addEventListener('abort', stopSpeaking);
}
