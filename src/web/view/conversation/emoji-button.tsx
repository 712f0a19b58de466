/** The button in the composer that opens the emoji picker, and puts the chosen emoji where the caret is. */
import { useSignal } from '@preact/signals';
import { Smile } from 'lucide';
import type { RefObject } from 'preact';
import { texts } from '../../texts/texts.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { Icon } from '../kit/icon.tsx';

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
      {open.value && (
        <EmojiPicker onPick={(emoji) => insert(box.current, emoji)} onClose={() => (open.value = false)} />
      )}
    </>
  );
}

/** Replaces the selection. The browser's own editing keeps the emoji in the history of Undo. */
function insert(box: HTMLTextAreaElement | null, emoji: string): void {
  if (!box) return;
  box.focus();
  if (document.execCommand('insertText', false, emoji)) return;
  box.setRangeText(emoji, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
