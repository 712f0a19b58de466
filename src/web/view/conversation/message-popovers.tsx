/** The menu, the panel and the dialog of the message that the user acts on; the log has one of each. */
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { later } from '../kit/later.tsx';
import { Menu } from '../kit/menu.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';
import { ReactionPanel } from './reaction-panel.tsx';

const InfoDialog = later(async () => (await import('./info-dialog.tsx')).InfoDialog);
const VersionsDialog = later(async () => (await import('./versions-dialog.tsx')).VersionsDialog);

export function MessagePopovers({ actions }: { actions: MessageActions }) {
  return (
    <>
      <MessageMenu actions={actions} />
      <ReactionPanel actions={actions} />
      <AllEmoji actions={actions} />
      <MessageDialog actions={actions} />
    </>
  );
}

function MessageMenu({ actions }: { actions: MessageActions }) {
  const open = actions.menu.value;
  const row = open && actions.row(open.key);
  const entries = row ? messageCommands(actions, row) : [];
  if (!open || entries.length === 0) return null;
  return (
    <Menu key={open.key} label="Message actions" entries={entries} anchor={open.anchor} onClose={actions.closeMenu} />
  );
}

function AllEmoji({ actions }: { actions: MessageActions }) {
  const row = actions.row(actions.picker.value ?? undefined);
  if (!row) return null;
  const onClose = () => (actions.picker.value = null);
  return <EmojiPicker onPick={(emoji) => actions.react(row, emoji, true)} onClose={onClose} />;
}

function MessageDialog({ actions }: { actions: MessageActions }) {
  const dialog = actions.dialog.value;
  if (!dialog) return null;
  const { kind, row } = dialog;
  const onClose = () => {
    if (actions.dialog.peek() === dialog) actions.dialog.value = null;
  };
  if (kind === 'delete') return <DeleteDialog row={row} actions={actions} onClose={onClose} />;
  if (kind === 'info') return <InfoDialog row={row} actions={actions} onClose={onClose} />;
  return <VersionsDialog row={row} actions={actions} onClose={onClose} />;
}
