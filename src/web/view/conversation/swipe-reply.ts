/** Swiping a message by finger to the end of the line answers it. Vertical scrolling stays with the browser. */
import type { Row } from '../../model/transcript.ts';
import { isRightToLeft } from './line-direction.ts';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import './swipe-reply.css';

/** From here on the finger swipes, in px. Until then it may press or scroll. */
const startPx = 12;
/** A swipe of this length answers, in px; the message follows the finger a little further. */
const replyPx = 56;
const maxPx = 76;
/** The system takes swipes from the edge of the screen as Back, in px. */
const edgePx = 24;

/** @param signal - ends it. */
export function followSwipes(box: HTMLElement, actions: MessageActions, signal: AbortSignal): void {
  const swipe = new Swipe(actions);
  box.addEventListener('pointerdown', (event) => swipe.begin(event), { signal });
  box.addEventListener('pointermove', (event) => swipe.move(event), { signal });
  box.addEventListener('pointerup', () => swipe.finish(), { signal });
  box.addEventListener('pointercancel', () => swipe.end(), { signal });
  signal.addEventListener('abort', () => swipe.end());
}

interface Touch {
  readonly article: HTMLElement;
  readonly row: Row;
  /** From the start of the line, in px. */
  readonly x: number;
  readonly y: number;
}

class Swipe {
  readonly #actions: MessageActions;
  #touch: Touch | null = null;
  /** How far the message has followed the finger; 0 before it swipes. */
  #far = 0;

  constructor(actions: MessageActions) {
    this.#actions = actions;
  }

  begin({ target, pointerType, isPrimary, clientX, clientY: y }: PointerEvent): void {
    this.end();
    const x = fromLineStart(clientX);
    const article = target instanceof Element ? target.closest('article') : null;
    const row = this.#actions.row(keyOf(article));
    if (pointerType === 'mouse' || !isPrimary || x < edgePx || !article || !row) return;
    if (row.seq !== null && !row.isDeleted && !this.#actions.blocked) this.#touch = { article, row, x, y };
  }

  move({ clientX, clientY }: PointerEvent): void {
    if (!this.#touch) return;
    const [along, down] = [fromLineStart(clientX) - this.#touch.x, Math.abs(clientY - this.#touch.y)];
    if (this.#far === 0 && down > startPx) this.end();
    else if (this.#far > 0 || along > startPx) this.#show(Math.min(Math.max(along - startPx, 1), maxPx));
  }

  finish(): void {
    const { row } = this.#touch ?? {};
    const isFar = this.#far >= replyPx;
    this.end();
    if (row && isFar) this.#actions.reply(row);
  }

  end(): void {
    this.#touch?.article.removeAttribute('data-swipe');
    this.#touch = null;
    this.#far = 0;
  }

  #show(far: number): void {
    this.#far = far;
    const { article } = this.#touch ?? {};
    article?.style.setProperty('--swipe', `${isRightToLeft() ? -far : far}px`);
    article?.setAttribute('data-swipe', far >= replyPx ? 'far' : 'near');
  }
}

function fromLineStart(clientX: number): number {
  return isRightToLeft() ? window.innerWidth - clientX : clientX;
}
