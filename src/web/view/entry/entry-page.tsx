/** The page of a signed-out visitor: log-in, or registration where the operator allows it. */
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RegistrationAccess } from '../../model/registration-access.ts';
import { fragment, path } from '../kit/location.ts';
import { useRegistration } from '../kit/use-registration.ts';
import { Waiting } from '../kit/waiting.tsx';
import { ClosedPage } from './closed-page.tsx';
import { LoginPage } from './login-page.tsx';
import { RegisterPage } from './register-page.tsx';
import './entry.css';

export function EntryPage() {
  const registration = useRegistration();
  useEffect(() => void registration.refresh(), [registration]);
  useSignalEffect(() => {
    if (path.value === '/register') registration.takeLink(fragment.value);
  });
  return path.value === '/register' ? <RegistrationPage registration={registration} /> : <LoginPage />;
}

function RegistrationPage({ registration }: { registration: RegistrationAccess }) {
  const mode = registration.mode.value;
  if (mode === null) return <Waiting obstacle={registration.obstacle.value} />;
  return mode === 'closed' ? <ClosedPage /> : <RegisterPage />;
}
