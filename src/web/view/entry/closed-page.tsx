/** Shown instead of the registration while the server registers nobody. */
import { Link } from '../kit/link.tsx';
import { usePageTitle } from '../kit/page-title.ts';
import { EntryCard } from './entry-card.tsx';

export function ClosedPage() {
  usePageTitle('Registration is closed · Duologue');
  return (
    <EntryCard
      title="Registration is closed"
      focusTitle
      footer={
        <>
          Registered already? <Link to="/login">To the log-in</Link>
        </>
      }
    >
      <p>You cannot create an account here. Ask the administrator of this server for one.</p>
    </EntryCard>
  );
}
