/** The parts of the composer that attach files; their code is loaded after the page. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { MessageActions } from './message-actions.ts';

type View = ComponentType<{ actions: MessageActions }>;

interface AttachViews {
  readonly Button: View;
  readonly Tray: View;
  readonly FilesOfEdit: View;
  readonly VoiceBar: View;
  /** Whether a voice message is being made in the conversation. */
  hasVoice(conversation: ConversationState): boolean;
}

/** Null until then, and where the server keeps no files. */
export const attachViews = signal<AttachViews | null>(null);
