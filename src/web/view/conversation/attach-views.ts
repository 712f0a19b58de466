/** The parts of the composer that attach files; their code is loaded after the page. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { MessageActions } from './message-actions.ts';

type View = ComponentType<{ actions: MessageActions }>;

interface AttachViews {
  readonly Button: View;
  readonly Tray: View;
}

/** Null until then, and where the server keeps no files. */
export const attachViews = signal<AttachViews | null>(null);
