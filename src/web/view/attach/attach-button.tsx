/** The button in the composer that chooses files. Beside it, while nothing is written, the one that records. */
import { Paperclip } from 'lucide';
import { useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { canRecord } from '../voice/microphone.ts';
import { VoiceButton } from '../voice/voice-button.tsx';
import { TakenFiles } from './taken-files.tsx';
import { useTray } from './use-tray.ts';

export function AttachButton({ actions }: { actions: MessageActions }) {
  const input = useRef<HTMLInputElement>(null);
  const shown = useTray(actions);
  const isEmpty = actions.conversation.draft.value === '' && !shown?.tray.hasFiles;
  const choose = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const files = [...(currentTarget.files ?? [])];
    // The same file can be chosen again.
    currentTarget.value = '';
    if (files.length === 0) return;
    shown?.tray.add(files);
    actions.composer.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        class="icon-button attach"
        aria-label={texts.attach.attachFiles()}
        title={texts.attach.attachFiles()}
        onClick={() => input.current?.click()}
      >
        <Icon of={Paperclip} />
      </button>
      <input ref={input} type="file" multiple hidden aria-label={texts.attach.attachFiles()} onChange={choose} />
      {isEmpty && canRecord() && <VoiceButton actions={actions} />}
      <TakenFiles actions={actions} />
    </>
  );
}
