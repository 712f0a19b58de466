/** The emoji picker, a modal dialog. Its code and data are loaded when it opens first. */
import { later } from '../kit/later.tsx';

export const EmojiPicker = later(async () => (await import('./emoji-dialog.tsx')).EmojiDialog);
