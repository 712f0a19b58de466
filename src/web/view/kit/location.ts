/** The address of the page as signals: the path names the view, the fragment the open conversation. */
import { computed, signal } from '@preact/signals';
import { isRoomName } from '../../model/room-names.ts';

const current = signal({ path: window.location.pathname, fragment: window.location.hash });

/** The previous path, and its fragment. */
let previous = { path: '', fragment: '' };

const update = () => {
  if (window.location.pathname !== current.peek().path) previous = current.peek();
  current.value = { path: window.location.pathname, fragment: window.location.hash };
};
// A property, since `layer-history.ts` puts itself before it.
window.onpopstate = update;
window.addEventListener('hashchange', update);

export const path = computed(() => current.value.path);

export const fragment = computed(() => current.value.fragment);

export const cameFrom = (page: string) => previous.path === page;

/** The link back to a view, with the conversation that was open there. */
export const backTo = (page: string) => (cameFrom(page) ? page + previous.fragment : page);

/** The name in `#/name` and `#/username/seq`; null when no conversation is open. */
export const openPeer = computed(() => {
  const name = decode(current.value.fragment.replace(/^#\/?|(\/\d+)?\/?$/g, ''));
  // Ids differ in case.
  return (isRoomName(name) ? name : name.toLowerCase()) || null;
});

/** The number in `#/username/seq`: the page shows this message, and then the address goes on without it. */
export const wantedSeq = computed(() => /\/(\d{1,15})\/?$/.exec(current.value.fragment)?.[1]);

/** Marks the entries of conversations that were opened from the lists, and of settings: the entry below shows the former view. */
const overLists = { overLists: true };
const comesOver = (to: string) => current.peek().path === '/' && !(to.startsWith('/#/') && openPeer.peek());

/** Navigates to another view without a document load. */
export function go(to: string): void {
  if (to === window.location.pathname + window.location.hash) return;
  window.history.pushState(comesOver(to) ? overLists : null, '', to);
  update();
}

/** Links to conversations go the same way; with a modifier key, the browser opens another tab or window. */
document.addEventListener('click', (event) => {
  const { target, defaultPrevented, ctrlKey, metaKey, shiftKey, altKey } = event;
  const link = target instanceof Element ? target.closest('a') : null;
  const href = link?.getAttribute('href') ?? '';
  if (defaultPrevented || ctrlKey || metaKey || shiftKey || altKey || !href.startsWith('#/')) return;
  event.preventDefault();
  go(`/${href}`);
});

/**
 * Replaces the view, so that Back does not return to it: what `layer-history.ts` has stored in the entry stays.
 * @param state - of the history entry; it survives a reload.
 */
export function redirect(to: string, state: object | null): void {
  window.history.replaceState({ ...state, layer: window.history.state?.layer }, '', to);
  update();
}

/** @param name - a username, or the name of a room. */
export function conversationLink(name: string): string {
  return `#/${encodeURIComponent(name).replace('%3A', ':')}`;
}

/** Returns from the conversation to the lists, or from the settings, over the entries of layers: Back does not return into it. */
export function leaveView(): void {
  const { overLists: isOverLists, layer } = window.history.state ?? {};
  if (isOverLists) window.history.go(-1 - (layer?.depth ?? 0));
  else redirect('/', null);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
