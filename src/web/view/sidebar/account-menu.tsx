/** The button with the own avatar and name, and the menu behind it. */
import { useSignal } from '@preact/signals';
import { ChevronDown } from 'lucide';
import type { User } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { AddressDialog } from '../kit/address-button.tsx';
import { Avatar } from '../kit/avatar.tsx';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MenuButton } from '../kit/menu-button.tsx';
import { Handle } from './handle.tsx';

const AccountCommands = later(async () => (await import('./account-commands.tsx')).AccountCommands, { preload: true });

export function AccountMenu({ user, onLogOut }: { user: User; onLogOut: () => void }) {
  const sharing = useSignal(false);
  const commands = { username: user.username, onLogOut, onShare: () => (sharing.value = true) };
  return (
    <>
      <MenuButton class="account" menu={AccountCommands} commands={commands}>
        <span class="unseen">{texts.sidebar.accountMenu()}</span> <Avatar user={user} />
        <span class="profile-name">
          <strong>
            <bdi>{user.displayName}</bdi>
          </strong>
          <Handle user={user} />
        </span>
        <Icon of={ChevronDown} />
      </MenuButton>
      {sharing.value && <AddressDialog username={user.username} onClose={() => (sharing.value = false)} />}
    </>
  );
}
