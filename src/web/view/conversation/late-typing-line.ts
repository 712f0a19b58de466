/** Loads the line that names the users who are typing. */
import { later } from '../kit/later.tsx';

export const TypingLine = later(async () => (await import('./typing-line.tsx')).TypingLine, { preload: true });
