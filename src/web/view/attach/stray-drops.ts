/** Keeps the browser from leaving the page for a file that is dropped where nothing takes it. */
import { bringsFiles } from './dropped-files.ts';

/** @param ends - when the page takes no files any more */
export function refuseStrayDrops(ends: AbortSignal): void {
  const refuse = (event: DragEvent) => {
    if (!bringsFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse, { signal: ends });
  window.addEventListener('drop', refuse, { signal: ends });
}
