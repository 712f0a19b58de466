/** Leads a user who has an account from the registration to the log-in. */
import { texts } from '../../texts/texts.ts';
import { Link } from '../kit/link.tsx';

export function LogInLink() {
  return (
    <>
      {texts.entry.registeredAlready()} <Link to="/login">{texts.entry.toLogIn()}</Link>
    </>
  );
}
