/** The lines in the log of a room that say who joined, who left, and how it is called now. */
import type { RoomNotice } from '../../../protocol/room-shapes.ts';
import { newsOf } from '../../model/rooms/room-news.ts';
import type { UserCache } from '../../model/user-cache.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { locale } from '../kit/locale.ts';
import './rooms.css';

/** @param after - the key of the message above. */
export function RoomEvents({ after, actions }: { after: string; actions: MessageActions }) {
  const { messenger, conversation } = actions;
  const shown = newsOf(conversation).value.filter((change) => change.after === after);
  const lines = shown.flatMap(({ notice }) => linesOf(notice, messenger.users));
  return (
    <>
      {lines.map((line) => (
        <p class="room-event" dir="auto">
          {line}
        </p>
      ))}
    </>
  );
}

function linesOf({ by, added, removed, renamed, title }: RoomNotice, users: UserCache): string[] {
  const nameOf = (username: string) => users.get(username).displayName;
  const names = (usernames: readonly string[]) => new Intl.ListFormat(locale.value).format(usernames.map(nameOf));
  const others = removed.filter((username) => username !== by);
  const newcomers = added.filter((username) => username !== by);
  return [
    added.length > newcomers.length && texts.rooms.joined({ names: nameOf(by) }),
    newcomers.length > 0 && texts.rooms.addedBy({ by: nameOf(by), names: names(newcomers) }),
    removed.length > others.length && texts.rooms.left({ names: nameOf(by) }),
    others.length > 0 && texts.rooms.removedBy({ by: nameOf(by), names: names(others) }),
    renamed && texts.rooms.renamedTo({ by: nameOf(by), title }),
  ].filter((line) => line !== false);
}
