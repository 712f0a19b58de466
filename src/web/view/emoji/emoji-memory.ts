/** Remembers the recently picked emoji and the skin tone in this browser, until the session ends. */
import { type Signal, signal } from '@preact/signals';
import { isEmoji } from '../../../protocol/emoji.ts';

const maxRecent = 24;
/** `net/text-storage.ts` removes the keys that start so when the session has ended. */
const keys = { recent: 'duologue.emoji/recent', tone: 'duologue.emoji/tone' };

/** From 1, light, to 5, dark; 0 is the emoji without a tone. */
export const skinTone: Signal<number> = signal(0);
export const recentEmoji: Signal<readonly string[]> = signal([]);

/** True once the storage was full or forbidden: then this tab alone remembers. */
let isRefused = false;

/** Called when the picker opens: another tab, or the log-out, may have changed them. */
export function recallEmoji(): void {
  if (isRefused) return;
  const tone = Number(read(keys.tone));
  skinTone.value = Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
  recentEmoji.value = (read(keys.recent) ?? '').split(' ').filter(isEmoji).slice(0, maxRecent);
}

export function rememberEmoji(emoji: string): void {
  recentEmoji.value = [emoji, ...recentEmoji.peek().filter((other) => other !== emoji)].slice(0, maxRecent);
  write(keys.recent, recentEmoji.peek().join(' '));
}

export function rememberTone(tone: number): void {
  skinTone.value = tone;
  write(keys.tone, String(tone));
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    isRefused = true;
  }
}
