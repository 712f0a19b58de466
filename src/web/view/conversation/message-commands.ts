/** The commands that apply to a message, in the order of the menu. */
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { onMessage } from '../keyboard/shortcut-table.ts';
import type { MenuEntry } from '../kit/menu.tsx';
import type { MessageActions } from './message-actions.ts';

/** A command without its label and icon, which are loaded with the menu. */
export interface MessageCommand extends Omit<MenuEntry, 'label' | 'icon'> {
  readonly name: CommandName;
}

export type CommandName = 'reply' | 'react' | 'edit' | 'copy' | 'pin' | 'unpin' | 'info' | 'delete';

/** While a block stands, a user may only delete own messages, copy, and see what is known. */
export function messageCommands(actions: MessageActions, row: Row): MessageCommand[] {
  if (row.isDeleted) return [];
  const { key, mine, seq } = row;
  const changeable = !actions.blocked;
  const stored = changeable && seq !== null;
  const open = (kind: 'delete' | 'info') => () => (actions.dialog.value = { kind, row });
  const entries: (MessageCommand | false)[] = [
    stored && { name: 'reply', shortcut: onMessage.reply[0], act: () => actions.reply(row) },
    stored && { name: 'react', shortcut: onMessage.react[0], act: () => actions.openPanel(key) },
    actions.canEdit(row) && { name: 'edit', shortcut: onMessage.edit[0], act: () => actions.edit(row) },
    row.body !== '' && { name: 'copy', shortcut: onMessage.copy[0], act: () => void copy(actions, row) },
    stored && pinCommand(actions, row),
    mine && seq !== null && { name: 'info', shortcut: onMessage.info[0], act: open('info') },
    mine && { name: 'delete', shortcut: onMessage.remove[0], grave: true, act: open('delete') },
  ];
  return entries.filter((entry) => entry !== false);
}

function pinCommand(actions: MessageActions, row: Row): MessageCommand {
  return { name: row.pinned ? 'unpin' : 'pin', shortcut: onMessage.pin[0], act: () => pin(actions, row) };
}

function pin(actions: MessageActions, row: Row): void {
  if (!actions.messenger.change.pin(row, !row.pinned)) actions.tell(texts.conversation.tooManyChanges());
}

async function copy(actions: MessageActions, row: Row): Promise<void> {
  try {
    await navigator.clipboard.writeText(row.body);
    actions.tell(texts.message.textCopied());
  } catch {
    actions.tell(texts.message.cannotCopy());
  }
}
