/** Announces once when an upload has failed, and when all uploads of the page are finished. */
import { effect } from '@preact/signals';
import type { Uploads } from '../../model/uploads/page-uploads.ts';
import type { Upload } from '../../model/uploads/upload.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';

/** Returns the function that ends it. */
export function speakUploads({ line }: Uploads): () => void {
  let told: ReadonlySet<Upload> = new Set();
  return effect(() => {
    const ended = line.all.value.filter(({ state }) => ['done', 'failed'].includes(state.value.kind));
    const news = ended.filter((upload) => !told.has(upload));
    told = new Set(ended);
    const failed = news.find(({ state }) => state.value.kind === 'failed');
    if (failed) announce(texts.attach.uploadFailed({ name: failed.name }));
    else if (news.length > 0 && ended.length === line.all.value.length)
      announce(texts.attach.uploaded({ count: ended.length }));
  });
}
