/** Offers notifications after the user has missed a message. */
import type { NoticeCenter } from '../../model/notices/notice-center.ts';
import { texts } from '../../texts/texts.ts';
import './notice-bar.css';

export function NoticeBar({ notices }: { notices: NoticeCenter }) {
  return (
    <section class="notice-bar" aria-label={texts.sidebarTools.notifications()}>
      <p>{texts.sidebarTools.learnOfMessages()}</p>
      <div class="actions">
        <button type="button" onClick={() => notices.turnOn().catch(() => {})}>
          {texts.sidebarTools.turnOn()}
        </button>
        <button type="button" class="plain" onClick={() => notices.decline()}>
          {texts.sidebarTools.notNow()}
        </button>
      </div>
    </section>
  );
}
