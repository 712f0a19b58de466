/** The settings page: its sections, and the link back to the conversations. */
import { useEffect, useMemo } from 'preact/hooks';
import type { UserSession } from '../../model/user-session.ts';
import { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx';
import { focusOnce } from '../kit/focus.ts';
import { backTo, leaveView } from '../kit/location.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { type SettingsSection, settingsSections } from './settings-sections.ts';
import '../kit/choice.css';
import './settings.css';

export function SettingsPage({ session }: { session: UserSession }) {
  const settings = useMemo(() => new UserSettings(session.messenger, session.settingsApi), [session]);
  useEffect(() => settings.load(), [settings]);
  const { features } = session.messenger;
  const isOffered = ({ feature }: SettingsSection) => !feature || features.value.includes(feature);
  usePageTitle(texts.settings.pageTitle(), session.messenger.conversations.unread.value);
  return (
    <main class="settings">
      <header class="settings-header">
        <a href={backTo('/')} onClick={leave}>
          {texts.settings.back()}
        </a>
        <h1 tabIndex={-1} ref={focusOnce}>
          {texts.settings.title()}
        </h1>
      </header>
      {settingsSections.filter(isOffered).map(({ id, title, Content }) => (
        <section key={id} class="settings-section" aria-labelledby={`section-${id}`}>
          <h2 id={`section-${id}`}>{title()}</h2>
          <Content settings={settings} />
        </section>
      ))}
      <ShortcutHelp />
    </main>
  );
}

/** With a modifier key, the browser opens another tab. */
function leave(event: MouseEvent): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  leaveView();
}
