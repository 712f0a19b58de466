/** One message that the search has found: it leads to its place in the conversation. */
import { Paperclip } from 'lucide';
import type { Messenger } from '../../model/messenger.ts';
import { foundParts } from '../../model/search/found-parts.ts';
import { keyOf, type SearchHit } from '../../model/search/search-hit.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Icon } from '../kit/icon.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { briefTime, fullTime } from '../kit/time-text.ts';
import type { TabStop } from '../sidebar/list-keys.ts';
import { hitLink, openHit, peerOf, searchOf } from './open-search.ts';

interface Props {
  hit: SearchHit;
  messenger: Messenger;
  tabStop: TabStop;
}

export function HitItem({ hit, messenger, tabStop }: Props) {
  const { message } = hit;
  const { me, users } = messenger;
  const user = users.get(peerOf(hit, me));
  const at = new Date(message.sentAt);
  const author = message.conversation === undefined ? '' : spokenName(users.get(message.from));
  const onClick = (event: MouseEvent) => {
    // With a modifier key, the browser opens another tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openHit(hit, messenger);
  };
  return (
    <li>
      <a
        class="item hit"
        href={hitLink(hit, me)}
        aria-current={searchOf(messenger).opened.value === keyOf(hit) ? 'true' : undefined}
        onClick={onClick}
        {...tabStop}
      >
        <Avatar user={user} lazy />
        <span class="item-text">
          <span class="item-name">
            <bdi>{user.username === me ? texts.sidebar.notesToSelf() : user.displayName}</bdi>
          </span>
          <HitText hit={hit} isOwn={message.from === me && message.to !== me} author={author} />
        </span>
        <span class="item-side">
          <time dateTime={message.sentAt} title={fullTime(at)}>
            {briefTime(at)}
          </time>
        </span>
      </a>
    </li>
  );
}

interface TextProps {
  hit: SearchHit;
  isOwn: boolean;
  /** Empty in a conversation of two. */
  author: string;
}

function HitText({ hit: { message, ranges }, isOwn, author }: TextProps) {
  const files = message.files ?? [];
  return (
    <>
      {message.body !== '' && (
        <span class="hit-text">
          {isOwn && (
            <>
              <span class="preview-label">
                {ownName()}
                <span class="unseen">:</span>
              </span>{' '}
            </>
          )}
          {!isOwn && author !== '' && (
            <>
              <bdi>{author}</bdi>:{' '}
            </>
          )}
          <bdi>
            {foundParts(message.body, ranges).map(({ text, isFound }, at) =>
              isFound ? <mark key={at}>{text}</mark> : text,
            )}
          </bdi>
        </span>
      )}
      {files.length > 0 && (
        <span class="hit-files">
          <Icon of={Paperclip} /> <bdi>{files.map(({ name }) => name).join(', ')}</bdi>
        </span>
      )}
    </>
  );
}
