/** The name of a key as the keyboards of the language have it. */
import { texts } from '../../texts/texts.ts';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const signs: Readonly<Record<string, () => string>> = {
  Mod: () => (isMac ? '⌘' : texts.keyboard.controlKey()),
  Alt: () => (isMac ? '⌥' : 'Alt'),
  Shift: () => texts.keyboard.shiftKey(),
  Enter: () => texts.keyboard.enterKey(),
  Escape: () => texts.keyboard.escapeKey(),
  Delete: () => texts.keyboard.deleteKey(),
  Home: () => texts.keyboard.homeKey(),
  End: () => texts.keyboard.endKey(),
  ArrowUp: () => '↑',
  ArrowDown: () => '↓',
};

/** @param key - a part of a shortcut, such as `Mod` or `Delete`; a letter stands for itself. */
export const keyName = (key: string) => signs[key]?.() ?? key;
