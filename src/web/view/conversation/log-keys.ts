/** Keyboard commands inside the log: between messages, between the controls of one, and the commands of a message. */
import { isShortcut, keyIn } from '../keyboard/shortcut.ts';
import { onMessage } from '../keyboard/shortcut-table.ts';
import { isComposing } from '../kit/input-method.ts';
import { isRightToLeft } from './line-direction.ts';
import { focusFirst, focusNewest } from './log-ends.ts';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';

const articlesIn = (log: Element) => [...log.querySelectorAll<HTMLElement>('article')];

/** @param toEnd - shows the newest message; resolves when it is loaded. */
export function onLogKey(event: KeyboardEvent, actions: MessageActions, toEnd: () => Promise<void>): void {
  const { currentTarget, target, key } = event;
  const article = target instanceof Element ? target.closest<HTMLElement>('article') : null;
  if (!article || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
  const log = currentTarget as Element;
  const isDone = toEdge(log, key, actions, toEnd) || move(log, article, key) || act(article, event, actions);
  if (isDone) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Leads to an end of the conversation; returns false when the key does not. */
function toEdge(log: Element, key: string, actions: MessageActions, toEnd: () => Promise<void>): boolean {
  if (key === 'Home') void focusFirst(log, actions);
  // Without a connection, the log stays where it is.
  else if (key === 'End') focusNewest(log, actions, toEnd).catch(() => {});
  else return false;
  return true;
}

/** Moves the focus; returns false when the key moves nothing. */
function move(log: Element, article: HTMLElement, key: string): boolean {
  const all = articlesIn(log);
  const at = all.indexOf(article);
  const controls = [article, ...article.querySelectorAll<HTMLElement>('a, button, input, video')];
  const inside = controls.indexOf(document.activeElement as HTMLElement);
  const [back, forward] = isRightToLeft() ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
  const places: Record<string, HTMLElement | undefined> = {
    ArrowUp: all[at - 1],
    ArrowDown: all[at + 1],
    [forward]: controls[inside + 1],
    [back]: controls[inside - 1],
  };
  places[key]?.focus();
  return key in places;
}

/** Runs a command of the message; returns false when the key means none. */
function act(article: HTMLElement, event: KeyboardEvent, actions: MessageActions): boolean {
  const row = actions.row(keyOf(article));
  if (!row) return false;
  const isMenuKey = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10');
  const onArticle = document.activeElement === article;
  if (isShortcut(onMessage.leave, event)) actions.composer.current?.focus();
  else if (isMenuKey || keyIn(event) === 'm' || (onArticle && event.key === 'Enter')) openMenu(actions, row.key);
  else {
    const command = messageCommands(actions, row).find(({ shortcut }) => isKeyOf(shortcut, event));
    command?.act();
    return command !== undefined;
  }
  return true;
}

function openMenu(actions: MessageActions, key: string): void {
  const row = actions.row(key);
  if (row && messageCommands(actions, row).length > 0) actions.openMenu(key);
}

function isKeyOf(shortcut: string | undefined, event: KeyboardEvent): boolean {
  return shortcut?.toLowerCase() === keyIn(event) && !event.shiftKey;
}
