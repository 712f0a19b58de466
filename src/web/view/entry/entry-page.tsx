/** The page of a signed-out visitor: log-in, or registration where the operator allows it. */
import type { RegistrationAccess } from '../../model/registration-access.ts';
import { path } from '../kit/location.ts';
import { Waiting } from '../kit/waiting.tsx';
import { ClosedPage } from './closed-page.tsx';
import { LoginPage } from './login-page.tsx';
import { RegisterPage } from './register-page.tsx';
import './entry.css';

export function EntryPage({ registration }: { registration: RegistrationAccess }) {
  return path.value === '/register' ? <RegistrationPage registration={registration} /> : <LoginPage />;
}

function RegistrationPage({ registration }: { registration: RegistrationAccess }) {
  const mode = registration.mode.value;
  if (mode === null) return <Waiting obstacle={registration.obstacle.value} />;
  return mode === 'closed' ? <ClosedPage /> : <RegisterPage />;
}
