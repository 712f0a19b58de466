/** The commands that apply to a message, in the order of the menu. */
import { Copy, Info, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import type { MenuEntry } from '../kit/menu.tsx';
import type { MessageActions } from './message-actions.ts';

/** While a block stands, a user may only delete own messages, copy, and see what is known. */
export function messageCommands(actions: MessageActions, row: Row): MenuEntry[] {
  if (row.isDeleted) return [];
  const { key, mine, seq } = row;
  const changeable = !actions.blocked;
  const stored = changeable && seq !== null;
  const open = (kind: 'delete' | 'info') => () => (actions.dialog.value = { kind, row });
  const entries: (MenuEntry | false)[] = [
    stored && { label: 'Reply', icon: Reply, shortcut: 'R', act: () => actions.reply(row) },
    stored && { label: 'React', icon: SmilePlus, shortcut: 'A', act: () => actions.openPanel(key) },
    canEdit(actions, row) && { label: 'Edit', icon: Pencil, shortcut: 'E', act: () => actions.edit(row) },
    { label: 'Copy text', icon: Copy, shortcut: 'C', act: () => void actions.copy(row) },
    stored && pinCommand(actions, row),
    mine && seq !== null && { label: 'Message info', icon: Info, shortcut: 'I', act: open('info') },
    mine && { label: 'Delete', icon: Trash2, shortcut: 'Delete', grave: true, act: open('delete') },
  ];
  return entries.filter((entry) => entry !== false);
}

function pinCommand(actions: MessageActions, row: Row): MenuEntry {
  const [label, icon] = row.pinned ? (['Unpin', PinOff] as const) : (['Pin', Pin] as const);
  return { label, icon, shortcut: 'P', act: () => actions.pin(row) };
}

/** A refused message is sent again or discarded. */
export function canEdit(actions: MessageActions, { mine, isDeleted, status }: Row): boolean {
  return mine && !isDeleted && status !== 'failed' && !actions.blocked;
}
