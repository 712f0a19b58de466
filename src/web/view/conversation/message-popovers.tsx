/** The menu, the panel and the dialog of the message that the user acts on; the log has one of each. */
import { MailOpen } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { later } from '../kit/later.tsx';
import { Menu, type MenuEntry } from '../kit/menu.tsx';
import { commandLooks } from './command-looks.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { markAndLeave } from './mark-unread.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';
import { ReactionPanel } from './reaction-panel.tsx';

const ImageViewer = later(async () => (await import('../files/image-viewer.tsx')).ImageViewer, { asked: true });
const InfoDialog = later(async () => (await import('./info-dialog.tsx')).InfoDialog, { asked: true });
const VersionsDialog = later(async () => (await import('./versions-dialog.tsx')).VersionsDialog, { asked: true });

export function MessagePopovers({ actions }: { actions: MessageActions }) {
  return (
    <>
      <MessageMenu actions={actions} />
      <ReactionPanel actions={actions} />
      <AllEmoji actions={actions} />
      <MessageDialog actions={actions} />
      {actions.viewer.value && <ImageViewer viewer={actions.viewer} peer={actions.conversation.peer} />}
    </>
  );
}

function MessageMenu({ actions }: { actions: MessageActions }) {
  const open = actions.menu.value;
  const row = open && actions.row(open.key);
  const commands = row ? messageCommands(actions, row) : [];
  const entries: MenuEntry[] = commands.map((command) => ({ ...command, ...commandLooks[command.name]() }));
  if (row) entries.push(...unreadEntries(actions, row));
  if (!open || entries.length === 0) return null;
  return (
    <Menu
      key={open.key}
      label={texts.conversation.messageActions()}
      entries={entries}
      anchor={open.anchor}
      onClose={actions.closeMenu}
    />
  );
}

/** Only the peer's messages can be unread. */
function unreadEntries(actions: MessageActions, { seq, mine, isDeleted }: Row): MenuEntry[] {
  if (mine || isDeleted || seq === null || actions.blocked) return [];
  return [{ label: texts.message.markUnread(), icon: MailOpen, act: () => void markAndLeave(actions, seq) }];
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
