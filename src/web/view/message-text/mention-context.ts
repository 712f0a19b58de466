/** The own username in a room; null where mentions are plain text. */
import { createContext } from 'preact';

export const MentionContext = createContext<string | null>(null);
