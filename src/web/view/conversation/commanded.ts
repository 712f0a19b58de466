/** A conversation that a menu changes, in its header or in the lists. */
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';

export interface Commanded {
  readonly messenger: Messenger;
  readonly conversation: ConversationState;
  /** True in the notes of the user to oneself. */
  readonly isOwn: boolean;
  readonly blocked: boolean;
  /** Shows why a command failed. */
  tell(text: string): void;
}
