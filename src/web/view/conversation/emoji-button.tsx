/** The button in the composer that opens the emoji picker. */
import { useSignal } from '@preact/signals';
import { Smile } from 'lucide';
import type { RefObject } from 'preact';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';

const EmojiInsert = later(async () => (await import('./emoji-insert.tsx')).EmojiInsert, { preload: true, asked: true });

export function EmojiButton({ box }: { box: RefObject<HTMLTextAreaElement | null> }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.conversation.emoji()}
        title={texts.conversation.emoji()}
        aria-haspopup="dialog"
        onClick={() => (open.value = true)}
      >
        <Icon of={Smile} />
      </button>
      {open.value && <EmojiInsert box={box} onClose={() => (open.value = false)} />}
    </>
  );
}
