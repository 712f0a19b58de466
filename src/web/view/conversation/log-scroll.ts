/** Scrolls the log: to the first new message, along with the end, or so that the message being read stays in its place. */
import { batch, signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks';
import { articleOf } from './log-focus.ts';
import {
  belowSight,
  isResized,
  isUnread,
  newestOnScreen,
  offsetAt,
  offsetOfPlace,
  type Place,
  placeIn,
  topWithHeadings,
  toReadingPlace,
} from './log-geometry.ts';
import { showRow } from './log-target.ts';
import type { MessageActions } from './message-actions.ts';

const endPx = 40;
/** Within this distance of an edge, the log renders or fetches more messages. */
const edgePx = 240;
/** Older messages stay visible above the first new one: at most this height, and a sixth of the log. */
const aboveNewPx = 80;

export function useLogScroll(actions: MessageActions): LogScroll {
  const scroll = useMemo(() => new LogScroll(actions), [actions]);
  const { rows, target } = actions;
  useLayoutEffect(() => scroll.rendered(), [scroll, rows.drawn.value, rows.newest, target.value]);
  useEffect(() => scroll.followSize(), [scroll]);
  return scroll;
}

/** Observers and events also come once after the log was removed. */
const isOnPage = (box: HTMLElement) => box.clientHeight > 0;

export class LogScroll {
  readonly atEnd = signal(true);
  readonly atStart = signal(false);
  /** The `seq` of the newest message that is on the screen; 0 before the log has found its place. */
  readonly shown = signal(0);
  readonly box: { current: HTMLDivElement | null } = { current: null };
  readonly #actions: MessageActions;
  #before: Place | null = null;
  /** Of everything in the log, in px. */
  #height = 0;
  /** True once the log stands where the user was, or at the first new message. */
  #hasArrived = false;

  constructor(actions: MessageActions) {
    this.#actions = actions;
  }

  /** Resolves when the newest messages are loaded. */
  readonly toEnd = (): Promise<void> => {
    const { messenger, conversation, rows } = this.#actions;
    const loading = messenger.history.toNewest(conversation);
    rows.follow();
    if (this.box.current) this.#scrollToEnd(this.box.current);
    return loading;
  };

  readonly older = async (): Promise<void> => {
    const { messenger, conversation, rows } = this.#actions;
    if (rows.up()) return;
    await messenger.history.older(conversation, this.onScroll);
    const box = this.box.current;
    if (box && box.scrollTop < edgePx) rows.up();
  };

  readonly onScroll = (): void => {
    const box = this.box.current;
    if (!box || !this.#hasArrived || !isOnPage(box)) return;
    this.#noticeScroll(box);
    // The browser has moved the messages, not the reader.
    if (this.#before && isResized(box, this.#before)) this.#resized(box);
    else this.#settle(box);
    if (box.scrollTop < edgePx) void this.older();
  };

  /** After each render: shows the wanted row, or keeps the position. */
  rendered(): void {
    const box = this.box.current;
    if (!box) return;
    this.#noticeScroll(box);
    if (this.#position(box)) this.#settle(box);
  }

  /** Keeps the position when the log or a message gets another size: a keyboard opens, or the window is turned. */
  followSize(): () => void {
    const box = this.box.current;
    if (!box) return () => {};
    const ofBox = new ResizeObserver(() => {
      if (this.#hasArrived && isOnPage(box)) this.#resized(box);
    });
    ofBox.observe(box);
    // A message grows when the code of its formatting, its files or its author comes.
    const ofMessages = new MutationObserver(() => {
      if (this.#hasArrived && isOnPage(box) && box.scrollHeight !== this.#height) this.rendered();
    });
    ofMessages.observe(box, { childList: true, subtree: true });
    return () => {
      ofBox.disconnect();
      ofMessages.disconnect();
    };
  }

  /**
   * A reader who scrolls up goes to no end. A render may come before the frame that fires the scroll event. In a box that
   * grew, or whose messages shrank, the browser itself moves up, to the end.
   */
  #noticeScroll(box: HTMLElement): void {
    const before = this.#before;
    if (!before || box.clientWidth !== before.width) return;
    if (box.scrollTop >= before.top - endPx || belowSight(box) <= endPx) return;
    this.atEnd.value = false;
    this.#actions.conversation.wantsEnd = false;
    this.#actions.rows.stay();
    this.#before = { ...before, top: box.scrollTop };
  }

  /** Returns false when the row to show is not rendered yet. */
  #position(box: HTMLElement): boolean {
    const { target, conversation, rows } = this.#actions;
    const wanted = target.peek();
    if (wanted !== null && showRow(wanted)) {
      this.#hasArrived = true;
      conversation.wantsEnd = false;
      // From now on, the messages that are on the screen now are read.
      batch(() => {
        target.value = null;
        this.#measure(box);
      });
    } else if (conversation.wantsEnd) {
      this.#hasArrived ||= conversation.timeline.peek().loaded;
      rows.follow();
      this.#scrollToEnd(box);
    } else if (!this.#hasArrived || !this.#before?.anchor?.isConnected) return this.#arrive(box);
    else if (this.atEnd.peek()) return this.#follow(box, box.scrollTop);
    else box.scrollTop = offsetAt(this.#before);
    return true;
  }

  /** To where the user was when the conversation was last open, else to the first new message, else to the end. */
  #arrive(box: HTMLElement): boolean {
    const { conversation, rows } = this.#actions;
    if (!conversation.timeline.peek().loaded || !rows.newest) return false;
    const { place } = conversation;
    const row = place && rows.find(({ seq }) => seq === place.seq);
    if (!place || !row) this.#hasArrived = this.#follow(box);
    else {
      const article = this.#articleOf(row.key);
      this.#hasArrived = article !== null;
      if (article) box.scrollTop = offsetOfPlace(article, place);
    }
    return this.#hasArrived;
  }

  /**
   * Shows the end, but no further than that the first new message stays on the screen.
   * @param least - where the log stands: a user who has jumped over new messages is not led back to them.
   */
  #follow(box: HTMLElement, least = 0): boolean {
    const { conversation, rows } = this.#actions;
    const { ownReadSeq } = conversation.readState.peek();
    const first = conversation.unread.peek() > 0 && rows.find((row) => isUnread(row, ownReadSeq));
    const article = first ? this.#articleOf(first.key) : null;
    if (first && !article) return false;
    const end = box.scrollHeight - box.clientHeight;
    const above = Math.min(aboveNewPx, box.clientHeight / 6);
    box.scrollTop = article ? Math.max(least, Math.min(end, topWithHeadings(article) - above)) : box.scrollHeight;
    return true;
  }

  /** Null when the row is not rendered; it will be soon. */
  #articleOf(key: string): HTMLElement | null {
    const article = articleOf(key);
    if (!article) this.#actions.rows.reveal(key);
    return article;
  }

  #resized(box: HTMLElement): void {
    if (this.atEnd.peek() || this.#actions.conversation.wantsEnd) this.#scrollToEnd(box);
    else if (this.#before) box.scrollTop = offsetAt(this.#before);
    this.#settle(box);
  }

  /** Remembers the position, and loads what is missing below it. */
  #settle(box: HTMLElement): void {
    const { conversation } = this.#actions;
    const misses = this.#missesNewer();
    batch(() => this.#measure(box));
    // Until the user has seen the end, nothing unread keeps the log from it.
    const hasSeen = !this.atEnd.peek() || conversation.unread.peek() === 0;
    if (!misses && hasSeen && conversation.timeline.peek().loaded) conversation.wantsEnd = false;
    if (misses && belowSight(box) < edgePx) this.#newer();
  }

  #missesNewer(): boolean {
    const { conversation, rows } = this.#actions;
    return rows.hidesNewer.peek() || conversation.hasNewer.peek();
  }

  #measure(box: HTMLElement): void {
    const { messenger, conversation, rows } = this.#actions;
    this.atEnd.value = belowSight(box) < endPx && !this.#missesNewer();
    this.atStart.value = box.scrollTop < edgePx;
    if (this.atEnd.peek()) rows.follow();
    else rows.stay();
    this.#before = placeIn(box);
    this.#height = box.scrollHeight;
    this.shown.value = newestOnScreen(box);
    messenger.reading.places.keep(conversation, this.atEnd.peek() ? null : toReadingPlace(this.#before));
  }

  #newer(): void {
    const { messenger, conversation, rows } = this.#actions;
    if (rows.hidesNewer.peek()) rows.down();
    else void messenger.history.newer(conversation, this.onScroll);
  }

  #scrollToEnd(box: HTMLElement): void {
    box.scrollTop = box.scrollHeight;
  }
}
