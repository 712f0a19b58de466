/** The state of what the user is doing to the messages of the open conversation: menu, panel, dialog, jump. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { File } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { LogWindow } from '../../model/log-window.ts';
import type { Messenger } from '../../model/messenger.ts';
import { isRoom } from '../../model/room-names.ts';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import type { Anchor } from '../kit/anchored.ts';
import { BriefNotice } from '../kit/brief-notice.ts';
import { isAtRest, whenAtRest } from '../kit/rest.ts';
import { articleOf, focusRow } from './log-focus.ts';

/** A popover of one message. The log has one menu and one panel, not one for each message. */
export interface OpenPopover {
  readonly key: string;
  readonly anchor: Anchor;
  /** The element that had the focus before. */
  readonly opener: HTMLElement | null;
}

export interface OpenDialog {
  readonly kind: 'delete' | 'versions' | 'info';
  readonly row: Row;
}

/** The images of one message, or of a list, of which one is shown. */
export interface OpenViewer {
  readonly images: readonly File[];
  readonly at: number;
  readonly list?: ViewedList;
}

/** A list of images that grows and shrinks while one of them is shown. */
export interface ViewedList {
  readonly images: ReadonlySignal<readonly File[]>;
  /** Called near the end of the known images. */
  more(): void;
  /** The sender and the time. */
  describe(image: File): string;
  /** Shows its message. */
  show(image: File): void;
}

/** No row is as low: the rows of the first view fill the screen, and the rest of the log comes after them. */
const leastRowPx = 24;

export class MessageActions {
  readonly messenger: Messenger;
  readonly conversation: ConversationState;
  readonly rows: LogWindow;
  readonly menu = signal<OpenPopover | null>(null);
  readonly panel = signal<OpenPopover | null>(null);
  /** The row that the user chooses a reaction for, among every emoji. */
  readonly picker = signal<string | null>(null);
  readonly viewer = signal<OpenViewer | null>(null);
  readonly dialog = signal<OpenDialog | null>(null);
  /** The row that shows the bar. */
  readonly barOn = signal<string | null>(null);
  /** The row that had the focus last. */
  readonly focused = signal<string | null>(null);
  /** The row that the log has to show next. */
  readonly target = signal<string | null>(null);
  readonly #notice = new BriefNotice();
  readonly notice = this.#notice.text;
  readonly tell = this.#notice.tell;
  readonly composer: { current: HTMLTextAreaElement | null } = { current: null };

  constructor(messenger: Messenger, conversation: ConversationState) {
    this.messenger = messenger;
    this.conversation = conversation;
    this.rows = new LogWindow(messenger.rows, isAtRest() ? undefined : Math.ceil(window.innerHeight / leastRowPx));
    void this.#drawAll();
  }

  /** In steps, so that the page answers keys and touches between them. */
  async #drawAll(): Promise<void> {
    do await whenAtRest();
    while (this.rows.grow());
  }

  readonly hasPopover = computed(() =>
    [this.menu, this.panel, this.picker, this.dialog, this.viewer].some((open) => open.value !== null),
  );

  /** The row that is the tab stop of the log: the last focused one, else the newest. */
  readonly stop = computed(() => {
    const drawn = this.rows.drawn.value;
    return (drawn.find(({ key }) => key === this.focused.value) ?? drawn.at(-1))?.key;
  });

  /** True in the notes of the user to oneself. */
  get isOwn(): boolean {
    return this.conversation.peer === this.messenger.me;
  }

  get isRoom(): boolean {
    return isRoom(this.conversation);
  }

  get blocked(): boolean {
    return this.messenger.blocks.has(this.conversation.peer);
  }

  row(key: string | undefined): Row | undefined {
    return this.messenger.rows.value.find((row) => row.key === key);
  }

  openMenu(key: string, anchor?: Anchor): void {
    if (this.menu.peek()?.key === key) return;
    this.panel.value = null;
    this.menu.value = this.#popover(key, anchor);
  }

  readonly closeMenu = (returnFocus: boolean): void => {
    const { opener, key } = this.menu.peek() ?? {};
    this.menu.value = null;
    if (returnFocus) this.#returnFocus(opener, key);
  };

  openPanel(key: string, anchor?: Anchor): void {
    this.menu.value = null;
    this.panel.value = this.#popover(key, anchor);
  }

  readonly closePanel = (returnFocus: boolean): void => {
    const { opener, key } = this.panel.peek() ?? {};
    this.panel.value = null;
    if (returnFocus) this.#returnFocus(opener, key);
  };

  reply(row: Row): void {
    if (row.seq === null) return;
    this.conversation.stopEditing();
    this.conversation.replyingTo.value = { seq: row.seq, from: row.from, body: row.body, files: row.files };
    this.composer.current?.focus();
  }

  /** A refused message is sent again or discarded. */
  canEdit({ mine, isDeleted, status }: Row): boolean {
    return mine && !isDeleted && status !== 'failed' && !this.blocked;
  }

  edit(row: Row): void {
    this.conversation.startEditing(row);
  }

  react(row: Row, emoji: string, on: boolean): void {
    if (!this.messenger.change.react(row, emoji, on)) this.tell(tooManyChanges());
  }

  /** Shows a message of this conversation, however far it is, and gives it the focus. */
  async jumpTo(seq: number): Promise<void> {
    const key = await this.messenger.jumpTo(seq).catch(() => null);
    if (key === null) this.tell(texts.conversation.cannotShow());
    else {
      this.rows.reveal(key);
      this.target.value = key;
    }
  }

  #popover(key: string, anchor: Anchor | undefined): OpenPopover {
    const article = articleOf(key);
    const focused = document.activeElement;
    const opener = focused instanceof HTMLElement && focused !== document.body ? focused : article;
    const bubble = article?.querySelector('.bubble') ?? article;
    return { key, anchor: anchor ?? bubble?.getBoundingClientRect() ?? new DOMRect(), opener };
  }

  #returnFocus(opener: HTMLElement | null | undefined, key: string | undefined): void {
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    else if (key !== undefined) focusRow(key);
  }
}

export const tooManyChanges = () => texts.conversation.tooManyChanges();
