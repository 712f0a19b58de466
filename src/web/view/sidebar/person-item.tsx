/** One user in the list of people. */
import type { User } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { conversationLink } from '../kit/location.ts';
import { StatusMark } from '../kit/status-mark.tsx';
import { Handle } from './handle.tsx';
import type { TabStop } from './list-keys.ts';

interface Props {
  user: User;
  current: boolean;
  withUsername: boolean;
  tabStop: TabStop;
  onOpen: () => void;
}

export function PersonItem({ user, current, withUsername, tabStop, onOpen }: Props) {
  return (
    <li>
      <a
        class="item"
        href={conversationLink(user.username)}
        title={`@${user.username}`}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
        {...tabStop}
      >
        <Avatar user={user} presence lazy />
        <span class="item-text">
          <span class="item-name">
            <bdi>{user.displayName}</bdi>
            <StatusMark user={user} />
          </span>
          <Handle user={user} shown={withUsername} />
        </span>
        <span class="unseen">{user.online ? texts.sidebar.online() : texts.sidebar.offline()}</span>
      </a>
    </li>
  );
}
