/** The commands of the account menu. */
import { Bookmark, Keyboard, LogOut, Moon, QrCode, Settings, Sun } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { openShortcutList } from '../keyboard/shortcut-help.tsx';
import { isDark, theme } from '../kit/appearance.ts';
import { conversationLink, go } from '../kit/location.ts';
import { Menu } from '../kit/menu.tsx';
import type { MenuPlace } from '../kit/menu-button.tsx';

export interface AccountActions {
  username: string;
  onShare: () => void;
  onLogOut: () => void;
}

export function AccountCommands({ username, onShare, onLogOut, ...place }: AccountActions & MenuPlace) {
  const colours = isDark()
    ? { label: texts.sidebarTools.lightColours(), icon: Sun, act: () => theme.choose('light') }
    : { label: texts.sidebarTools.darkColours(), icon: Moon, act: () => theme.choose('dark') };
  const entries = [
    { label: texts.sidebar.notesToSelf(), icon: Bookmark, act: () => go(`/${conversationLink(username)}`) },
    { label: texts.kit.shareMyAddress(), icon: QrCode, act: onShare },
    colours,
    { label: texts.keyboard.title(), icon: Keyboard, act: openShortcutList },
    { label: texts.sidebar.settings(), icon: Settings, act: () => go('/settings') },
    { label: texts.sidebar.logOut(), icon: LogOut, points: true, act: onLogOut },
  ];
  return <Menu label={texts.sidebarTools.account()} entries={entries} {...place} />;
}
