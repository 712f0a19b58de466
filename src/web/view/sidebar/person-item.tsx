/** One user in the list of people. */
import type { User } from '../../../protocol/shapes.ts';
import { Avatar } from '../kit/avatar.tsx';
import { conversationLink } from '../kit/location.ts';
import { Handle } from './handle.tsx';
import type { TabStop } from './list-keys.ts';

interface Props {
  user: User;
  current: boolean;
  tabStop: TabStop;
}

export function PersonItem({ user, current, tabStop }: Props) {
  return (
    <li>
      <a class="item" href={conversationLink(user.username)} aria-current={current ? 'page' : undefined} {...tabStop}>
        <Avatar user={user} presence />
        <span class="item-text">
          <span class="item-name">
            <bdi>{user.displayName}</bdi>
          </span>
          <Handle user={user} />
        </span>
        <span class={user.online ? 'presence-word online' : 'presence-word'}>{user.online ? 'online' : 'offline'}</span>
      </a>
    </li>
  );
}
