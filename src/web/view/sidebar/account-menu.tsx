/** The button with the own avatar and name, and the menu behind it. */
import { useSignal } from '@preact/signals';
import { ChevronDown } from 'lucide';
import type { ComponentType } from 'preact';
import type { User } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MenuButton } from '../kit/menu-button.tsx';
import type { DialogProps } from './account-commands.tsx';
import { Handle } from './handle.tsx';

const AccountCommands = later(async () => (await import('./account-commands.tsx')).AccountCommands, {
  preload: true,
  asked: true,
});

const DoNotDisturbMark = later(async () => (await import('../status/do-not-disturb-mark.tsx')).DoNotDisturbMark, {
  unseen: true,
});

export function AccountMenu({ user, onLogOut }: { user: User; onLogOut: () => void }) {
  const dialog = useSignal<ComponentType<DialogProps> | null>(null);
  const Dialog = dialog.value;
  const commands = { username: user.username, onLogOut, show: (next: typeof Dialog) => (dialog.value = next) };
  return (
    <>
      <MenuButton class="account" menu={AccountCommands} commands={commands}>
        <span class="unseen">{texts.sidebar.accountMenu()}</span> <Avatar user={user} />
        <DoNotDisturbMark />
        <span class="profile-name">
          <strong dir="auto">{user.displayName}</strong>
          <Handle user={user} />
        </span>
        <Icon of={ChevronDown} />
      </MenuButton>
      {Dialog && <Dialog username={user.username} onClose={() => (dialog.value = null)} />}
    </>
  );
}
