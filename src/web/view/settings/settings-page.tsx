/** The settings: one section under the other, and the way back to the conversations. */
import type { Messenger } from '../../model/messenger.ts';
import { Link } from '../app/link.tsx';
import { wayBack } from '../app/location.ts';
import { usePageTitle } from '../app/page-title.ts';
import { focusOnce } from '../kit/focus.ts';
import { settingsSections } from './settings-sections.ts';

export function SettingsPage({ messenger }: { messenger: Messenger }) {
  usePageTitle('Settings · Duologue', messenger.conversations.unread.value);
  return (
    <main class="settings">
      <header class="settings-header">
        <Link to={wayBack('/')}>Back to conversations</Link>
        <h1 tabIndex={-1} ref={focusOnce}>
          Settings
        </h1>
      </header>
      {settingsSections.map(({ title, Content }, index) => (
        <section key={title} class="settings-section" aria-labelledby={`section-${index}`}>
          <h2 id={`section-${index}`}>{title}</h2>
          <Content messenger={messenger} />
        </section>
      ))}
    </main>
  );
}
