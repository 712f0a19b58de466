/** Takes the files that are pasted or dropped while a message is edited. They wait for the next message, and the form says so. */
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { announce } from '../kit/announcer.tsx';
import { Rejections } from './rejections.tsx';
import { TakenFiles } from './taken-files.tsx';
import { useTray } from './use-tray.ts';

export function FilesOfEdit({ actions }: { actions: MessageActions }) {
  const shown = useTray(actions);
  const count = shown?.tray.uploads.value.length ?? 0;
  const before = useRef(count);
  useEffect(() => {
    // Files that were chosen before the edit are not news.
    if (count > before.current) announce(texts.attach.notInEdit({ count }));
    before.current = count;
  }, [count]);
  return (
    <>
      {count > 0 && <p class="composer-note">{texts.attach.notInEdit({ count })}</p>}
      {shown && <Rejections {...shown} />}
      <TakenFiles actions={actions} />
    </>
  );
}
