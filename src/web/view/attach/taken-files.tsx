/** Takes files that are pasted, or dropped anywhere on the page, for the conversation that is shown. */
import type { MessageActions } from '../conversation/message-actions.ts';
import { DropZone } from './drop-zone.tsx';
import { usePaste } from './use-paste.ts';
import { useTray } from './use-tray.ts';

export function TakenFiles({ actions }: { actions: MessageActions }) {
  const shown = useTray(actions);
  const take = (files: readonly File[]) => {
    shown?.tray.add(files);
    actions.composer.current?.focus();
  };
  usePaste(take);
  return <DropZone onDrop={take} onReject={(rejections) => shown?.tray.reject(rejections)} />;
}
