/** The commands of the account menu. */
import { Bookmark, Keyboard, LogOut, Moon, QrCode, Settings, Smile, Sun, Users } from 'lucide';
import type { ComponentType } from 'preact';
import { texts } from '../../texts/texts.ts';
import { openShortcutList } from '../keyboard/shortcut-help.tsx';
import { AddressDialog } from '../kit/address-button.tsx';
import { isDark, theme } from '../kit/appearance.ts';
import { later } from '../kit/later.tsx';
import { conversationLink, go } from '../kit/location.ts';
import { Menu } from '../kit/menu.tsx';
import type { MenuPlace } from '../kit/menu-button.tsx';
import { useSession } from '../kit/page-context.ts';

const NewRoomDialog = later(async () => (await import('../rooms/new-room-dialog.tsx')).NewRoomDialog, { asked: true });
const StatusDialog = later(async () => (await import('../status/status-dialog.tsx')).StatusDialog, { asked: true });

/** The props of a dialog that a command opens. */
export interface DialogProps {
  username: string;
  onClose: () => void;
}

export interface AccountActions {
  username: string;
  show: (dialog: ComponentType<DialogProps>) => void;
  onLogOut: () => void;
}

export function AccountCommands({ username, show, onLogOut, ...place }: AccountActions & MenuPlace) {
  const colours = isDark()
    ? { label: texts.sidebarTools.lightColours(), icon: Sun, act: () => theme.choose('light') }
    : { label: texts.sidebarTools.darkColours(), icon: Moon, act: () => theme.choose('dark') };
  const features = useSession().messenger.features.value;
  const entries = [
    { label: texts.sidebar.notesToSelf(), icon: Bookmark, act: () => go(`/${conversationLink(username)}`) },
    ...(features.includes('rooms')
      ? [{ label: texts.rooms.newRoom(), icon: Users, act: () => show(NewRoomDialog) }]
      : []),
    ...(features.includes('status')
      ? [{ label: texts.status.title(), icon: Smile, act: () => show(StatusDialog) }]
      : []),
    { label: texts.address.shareMyAddress(), icon: QrCode, act: () => show(AddressDialog) },
    colours,
    { label: texts.keyboard.title(), icon: Keyboard, act: openShortcutList },
    { label: texts.sidebar.settings(), icon: Settings, act: () => go('/settings') },
    { label: texts.sidebar.logOut(), icon: LogOut, points: true, act: onLogOut },
  ];
  return <Menu label={texts.sidebarTools.account()} entries={entries} {...place} />;
}
