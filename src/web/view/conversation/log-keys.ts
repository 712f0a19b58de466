/** Keyboard commands inside the log: between messages, between the controls of one, and the commands of a message. */
import { isShortcut, keyIn } from '../keyboard/shortcut.ts';
import { onMessage } from '../keyboard/shortcut-table.ts';
import { isComposing } from '../kit/input-method.ts';
import { isRightToLeft } from './line-direction.ts';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';

const articlesIn = (log: Element) => [...log.querySelectorAll<HTMLElement>('article')];

/** @param toEnd - shows the newest message. */
export function onLogKey(event: KeyboardEvent, actions: MessageActions, toEnd: () => void): void {
  const { currentTarget, target, key } = event;
  const article = target instanceof Element ? target.closest<HTMLElement>('article') : null;
  if (!article || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
  if (move(currentTarget as Element, article, key, toEnd) || act(article, event, actions)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Moves the focus; returns false when the key moves nothing. */
function move(log: Element, article: HTMLElement, key: string, toEnd: () => void): boolean {
  const all = articlesIn(log);
  const at = all.indexOf(article);
  const controls = [article, ...article.querySelectorAll<HTMLElement>('a, button, input, video')];
  const inside = controls.indexOf(document.activeElement as HTMLElement);
  const [back, forward] = isRightToLeft() ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
  const places: Record<string, HTMLElement | undefined> = {
    ArrowUp: all[at - 1],
    ArrowDown: all[at + 1],
    Home: all[0],
    End: all.at(-1),
    [forward]: controls[inside + 1],
    [back]: controls[inside - 1],
  };
  if (key === 'End') toEnd();
  if (key === 'Home') log.scrollTo({ top: 0 });
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
