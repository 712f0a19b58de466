/** One person in the list of people. */
import type { User } from '../../protocol/shapes.ts';
import { Avatar } from './avatar.tsx';
import { Handle } from './handle.tsx';
import { conversationLink } from './location.ts';

export function PersonItem({ user, current }: { user: User; current: boolean }) {
  return (
    <li>
      <a class="item" href={conversationLink(user.username)} aria-current={current ? 'page' : undefined}>
        <Avatar user={user} presence />
        <span class="item-text">
          <span class="item-name" dir="auto">
            {user.displayName}
          </span>
          <Handle user={user} />
        </span>
        <span class={user.online ? 'presence-word online' : 'presence-word'}>{user.online ? 'online' : 'offline'}</span>
      </a>
    </li>
  );
}
