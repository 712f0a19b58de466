/** The shortcuts of the signed-in page: between conversations, and to the list of all shortcuts. */
import type { Messenger } from '../../model/messenger.ts';
import { conversationLink, go } from '../kit/location.ts';
import { ShortcutHelp } from './shortcut-help.tsx';
import { everywhere } from './shortcut-table.ts';
import { useShortcut } from './use-shortcut.ts';

export function PageShortcuts({ messenger }: { messenger: Messenger }) {
  useShortcut(everywhere.next, () => openNeighbour(messenger, 1));
  useShortcut(everywhere.previous, () => openNeighbour(messenger, -1));
  return <ShortcutHelp />;
}

/** @param step - 1 for the conversation below the open one, -1 for the one above. */
function openNeighbour({ open, conversations }: Messenger, step: 1 | -1): void {
  const peers = conversations.active.peek().map(({ peer }) => peer);
  const at = peers.indexOf(open.peek()?.peer ?? '');
  const outside = step === 1 ? 0 : peers.length - 1;
  const peer = peers[at === -1 ? outside : at + step];
  if (peer !== undefined) go(`/${conversationLink(peer)}`);
}
