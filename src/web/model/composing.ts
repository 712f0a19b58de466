/** The part of a conversation that only the user sees: draft, reply, edit, deletions that can still be undone, mute and archive. */
import { batch, computed, signal } from '@preact/signals';
import type { File } from '../../protocol/shapes.ts';

/** The message that the text in the composer answers. */
export interface ReplyingTo {
  readonly seq: number;
  readonly from: string;
  readonly body: string;
  readonly files?: readonly File[];
}

/** An own message whose text is being changed. */
export interface Editing {
  /** Of its row. */
  readonly key: string;
  readonly seq: number | null;
  /** Its text before the edit. */
  readonly before: string;
}

/** A deletion that can still be undone. */
export interface Removal {
  /** Of the row of the message. */
  readonly key: string;
  /** When it is sent, in milliseconds since 1970. */
  readonly dueAt: number;
}

/** The files of the message in the composer. */
export interface Attached {
  readonly hasFiles: boolean;
  /** Sends them with the text, once they are uploaded; returns false when too many messages wait. */
  send(text: string): boolean;
}

/** The text of another device that would overwrite the own one, or be overwritten. */
export interface OtherDraft {
  readonly text: string;
  /** Shows it in place of the own one. */
  take(): void;
  /** Overwrites it. */
  replace(): void;
}

export class Composing {
  /** Null until its code is loaded. */
  tray: Attached | null = null;
  /** The text in the composer. */
  readonly draft = signal('');
  readonly hasDraft = computed(() => this.draft.value.trim() !== '');
  readonly otherDraft = signal<OtherDraft | null>(null);
  readonly replyingTo = signal<ReplyingTo | null>(null);
  /** While it is set, the composer shows `editText` and leaves `draft` as it is. */
  readonly editing = signal<Editing | null>(null);
  readonly editText = signal('');
  /** The oldest first. */
  readonly removals = signal<readonly Removal[]>([]);
  /** Until then the user is told nothing of new messages. */
  readonly mutedUntil = signal<string | null>(null);
  /** The last message when the user archived it; a newer one takes it out of the archive. */
  readonly archivedSeq = signal(0);

  startEditing({ key, seq, body }: { key: string; seq: number | null; body: string }): void {
    batch(() => {
      this.editing.value = { key, seq, before: body };
      this.editText.value = body;
    });
  }

  stopEditing(): void {
    this.editing.value = null;
  }
}
