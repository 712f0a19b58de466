/** The settings page: its sections, and the link back to the conversations. */
import { useEffect, useMemo } from 'preact/hooks';
import type { UserSession } from '../../model/user-session.ts';
import { focusOnce } from '../kit/focus.ts';
import { Link } from '../kit/link.tsx';
import { backTo } from '../kit/location.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { settingsSections } from './settings-sections.ts';

export function SettingsPage({ session }: { session: UserSession }) {
  const settings = useMemo(() => session.openSettings(), [session]);
  useEffect(() => settings.load(), [settings]);
  usePageTitle('Settings · Duologue', session.messenger.conversations.unread.value);
  return (
    <main class="settings">
      <header class="settings-header">
        <Link to={backTo('/')}>Back to conversations</Link>
        <h1 tabIndex={-1} ref={focusOnce}>
          Settings
        </h1>
      </header>
      {settingsSections.map(({ title, Content }, index) => (
        <section key={title} class="settings-section" aria-labelledby={`section-${index}`}>
          <h2 id={`section-${index}`}>{title}</h2>
          <Content settings={settings} />
        </section>
      ))}
    </main>
  );
}
