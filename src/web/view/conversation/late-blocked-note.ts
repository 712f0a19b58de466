/** Loads the note that replaces the composer while the peer is blocked. */
import { later } from '../kit/later.tsx';

export const BlockedNote = later(async () => (await import('./blocked-note.tsx')).BlockedNote, { preload: true });
