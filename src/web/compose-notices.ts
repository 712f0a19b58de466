/** Composes what follows the account on every device: how the user is told of messages, the look, and drafts. Its code is loaded after the page. */
import { followDrafts } from './compose-drafts.ts';
import type { Messenger } from './model/messenger.ts';
import { languageSetting, themeSetting } from './model/notices/look-settings.ts';
import { NoticeCenter } from './model/notices/notice-center.ts';
import { Preferences } from './model/notices/preferences.ts';
import { SharedChoice } from './model/notices/shared-choice.ts';
import { followStatusEnds } from './model/status-ends.ts';
import { browserNotices } from './net/browser-notices.ts';
import { choiceOwner } from './net/choice-owners.ts';
import { pageIsWatched } from './view/conversation/attention.ts';
import { language, theme } from './view/kit/appearance.ts';
import { conversationLink, go } from './view/kit/location.ts';

export function startNotices(messenger: Messenger): { center: NoticeCenter; stop(): void } {
  const openConversation = (peer: string) => go(`/${conversationLink(peer)}`);
  const device = browserNotices(messenger.me, () => pageIsWatched.peek(), openConversation);
  const preferences = new Preferences(messenger.wire);
  const center = new NoticeCenter(messenger, device, preferences);
  const account = { me: messenger.me, wire: messenger.wire, preferences };
  const look = [
    new SharedChoice({ ...account, choice: theme, setting: themeSetting, owner: choiceOwner('theme') }),
    new SharedChoice({ ...account, choice: language, setting: languageSetting, owner: choiceOwner('language') }),
  ];
  const stopDrafts = followDrafts(messenger);
  const stopStatuses = followStatusEnds(messenger.users);
  return {
    center,
    stop() {
      stopDrafts();
      stopStatuses();
      for (const choice of look) choice.stop();
      center.stop();
      device.close();
    },
  };
}
