/** The registration of this page. Its code is loaded with the first view that needs it. */
import { RegistrationAccess } from '../../model/registration-access.ts';
import { usePage } from './page-context.ts';

let access: RegistrationAccess | undefined;

/** The same one for all views: an invite is kept over the log-in page. */
export function useRegistration(): RegistrationAccess {
  const { registration } = usePage();
  access ??= new RegistrationAccess(registration);
  return access;
}
