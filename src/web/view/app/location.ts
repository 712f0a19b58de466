/** Where in the page one is: the path for the pages, the fragment for the open conversation, so that Back and reload work. */
import { computed, signal } from '@preact/signals';

const here = signal({ path: window.location.pathname, fragment: window.location.hash });

/** The page one was on before this one, and the conversation open there. */
let before = { path: '', fragment: '' };

const look = () => {
  if (window.location.pathname !== here.peek().path) before = here.peek();
  here.value = { path: window.location.pathname, fragment: window.location.hash };
};
window.addEventListener('popstate', look);
window.addEventListener('hashchange', look);

export const path = computed(() => here.value.path);

export const cameFrom = (page: string) => before.path === page;

/** Back to a page, and to the conversation one left there. */
export const wayBack = (page: string) => (cameFrom(page) ? page + before.fragment : page);

/** The username in `#/username`; null when no conversation is open. */
export const openPeer = computed(() => {
  const name = decode(here.value.fragment.replace(/^#\/?/, '')).toLowerCase();
  return name === '' ? null : name;
});

/** Goes to one of the pages without loading anything anew. */
export function go(to: string): void {
  if (to === window.location.pathname + window.location.hash) return;
  window.history.pushState(null, '', to);
  look();
}

export function conversationLink(username: string): string {
  return `#/${encodeURIComponent(username)}`;
}

/** Leaves the conversation for the lists. */
export function closeConversation(): void {
  go('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
