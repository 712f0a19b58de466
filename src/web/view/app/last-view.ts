/** The last view: the shown elements in a form that outlives the page, so that the next visit begins with them. */

/** A text, or an element: its name, its attributes, and its contents. */
export type ViewNode = string | readonly [name: string, attributes: Readonly<Record<string, string>>, ...ViewNode[]];

/**
 * The next visit draws these later, or not at all: their code and styles come after the first view, or the browser does not
 * keep their data. A test compares the last view with the first render.
 */
const leftOut = [
  '[hidden]',
  '.side > :not(.unseen, .profile, .search, .lists)',
  '.find-messages',
  '.profile > [role="alert"]',
  '.do-not-disturb',
  '.lists > :not(:first-child)',
  '.archived-row',
  '.archived-row ~ *',
  '.peer-text > :has(.line-button)',
  '.peer-tools > :not([aria-haspopup="menu"])',
  '.log-frame > :not(.log)',
  '.news-line',
  '.room-author',
  '.room-event',
  '.files',
  '.tools > .bar',
  '.writing > :is(.attach, .voice-button, input)',
  '.nothing-open > button',
].join();

/** The user is doing something that the next visit does not begin with. */
const busy = [
  'dialog[open]',
  '.side input:not(:placeholder-shown)',
  '.failure',
  '.composer > :not(.writing, .send, [hidden])',
  '.pane > :not(.peer, .log-frame, .status, .composer, .nothing-open)',
].join();

/** The log is at its end although its scroll position is rounded. In px. */
const roundingPx = 2;

/** Null while the next visit would begin otherwise. */
export function lastView(): ViewNode[] | null {
  const messenger = document.querySelector('#page > .messenger.is-quiet');
  const log = messenger?.querySelector('.log');
  const isAtEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight <= roundingPx;
  return messenger && isAtEnd && !messenger.querySelector(busy) ? nodesOf(messenger) : null;
}

function nodesOf(node: Node): ViewNode[] {
  if (node instanceof Text) return [node.data];
  if (!(node instanceof Element) || node.matches(leftOut) || isOffScreen(node)) return [];
  const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  const inside = node instanceof HTMLTextAreaElement ? [node.value] : [...node.childNodes].flatMap(nodesOf);
  return [[node.localName, attributes, ...inside]];
}

/** Whether it is a row beyond the edges of the screen, or a column that a narrow screen does not show. */
function isOffScreen(element: Element): boolean {
  if (!element.matches('.side, .pane, .log > *, li')) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom <= 0 || top >= innerHeight;
}
