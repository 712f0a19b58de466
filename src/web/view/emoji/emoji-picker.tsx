/** The emoji picker, a modal dialog. Its code and data are loaded when it opens first. */
import { language } from '../../texts/texts.ts';
import { later } from '../kit/later.tsx';

export const EmojiPicker = later(
  async () => {
    const [{ EmojiDialog }, { showEmojiNames }] = await Promise.all([
      import('./emoji-dialog.tsx'),
      import('./emoji-names.ts'),
    ]);
    // Without the names in another language, the picker has the English ones.
    await showEmojiNames(language.value).catch(() => {});
    return EmojiDialog;
  },
  { asked: true },
);
