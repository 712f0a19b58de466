/** Registers the service worker, which keeps the page's own files in this browser. */
import type { Language } from '../texts/languages.ts';

const script = '/sw.js';

/** The DOM types of TypeScript do not have it yet. */
interface TrustedTypesWindow {
  trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): UrlPolicy };
}
interface UrlPolicy {
  createScriptURL(url: string): string;
}

let policy: UrlPolicy | undefined;

/**
 * Browsers have service workers only on pages from HTTPS or from localhost, and may forbid them in private windows.
 * @param language - of the page: in another one, the browser installs the worker again, which then keeps other texts.
 */
export async function registerWorker(language: Language): Promise<ServiceWorkerRegistration | null> {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  return (await workers?.register(trusted(language), { updateViaCache: 'none' }).catch(() => null)) ?? null;
}

/** The content security policy allows a script's address only from a policy, and a policy only once. */
function trusted(language: Language): string {
  const { trustedTypes } = window as TrustedTypesWindow;
  policy ??= trustedTypes?.createPolicy('service-worker', { createScriptURL: (name) => addressOf(name) });
  return policy?.createScriptURL(language) ?? addressOf(language);
}

const addressOf = (language: string) => `${script}?language=${encodeURIComponent(language)}`;
