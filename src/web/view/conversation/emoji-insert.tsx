/** The emoji picker of the composer: it puts the chosen emoji where the caret is. */
import type { RefObject } from 'preact';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  onClose: () => void;
}

export function EmojiInsert({ box, onClose }: Props) {
  return <EmojiPicker onPick={(emoji) => insert(box.current, emoji)} onClose={onClose} />;
}

/** Replaces the selection. The browser's own editing keeps the emoji in the history of Undo. */
function insert(box: HTMLTextAreaElement | null, emoji: string): void {
  if (!box) return;
  box.focus();
  if (document.execCommand('insertText', false, emoji)) return;
  box.setRangeText(emoji, box.selectionStart, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
