/** Hands the page's model, and the session of the signed-in user, to the views. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Page } from '../../model/page.ts';
import type { UserSession } from '../../model/user-session.ts';

export const PageContext = createContext<Page | null>(null);
export const SessionContext = createContext<UserSession | null>(null);

export function usePage(): Page {
  return present(useContext(PageContext), 'PageContext');
}

/** Only for views of the signed-in page. */
export function useSession(): UserSession {
  return present(useContext(SessionContext), 'SessionContext');
}

function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`No ${name} surrounds this view.`);
  return value;
}
