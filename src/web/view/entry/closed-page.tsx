/** Shown instead of the registration while the server registers nobody. */
import { texts } from '../../texts/texts.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { EntryCard } from './entry-card.tsx';
import { LogInLink } from './log-in-link.tsx';

export function ClosedPage() {
  usePageTitle(`${texts.entry.registrationClosed()} · Duologue`);
  return (
    <EntryCard title={texts.entry.registrationClosed()} focusTitle footer={<LogInLink />}>
      <p>{texts.entry.closedIntro()}</p>
    </EntryCard>
  );
}
