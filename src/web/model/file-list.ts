/** The files of one kind in a conversation: page by page, the newest message first. */
import { signal } from '@preact/signals';
import type { FileListQuery, FilePage } from '../../protocol/file-shapes.ts';
import type { FileKind, Message } from '../../protocol/shapes.ts';
import { failureText } from './failure-text.ts';
import { kindOf } from './file-kind.ts';

export type SharedFile = FilePage['files'][number];
export type FetchFiles = (query: FileListQuery) => Promise<FilePage>;

const pageSize = 50;
/** The most files of a page that the server answers. */
const renewSize = 100;
/** A long list is renewed up to this length; its rest is fetched again as the user comes to it. */
const renewPages = 5;

export class FileList {
  readonly kind: FileKind;
  readonly files = signal<readonly SharedFile[]>([]);
  readonly hasMore = signal(true);
  readonly isLoading = signal(false);
  /** The reason why the last fetch failed, for the user; empty when it has not. */
  readonly failure = signal('');
  /** Whether the user has looked at it. */
  isOpened = false;
  readonly #fetch: FetchFiles;
  /** A page that was read before the deletion may still name them. */
  readonly #deleted = new Set<number>();

  constructor(kind: FileKind, fetch: FetchFiles) {
    this.kind = kind;
    this.#fetch = fetch;
  }

  /** Called when the user looks at it. */
  async open(): Promise<void> {
    this.isOpened = true;
    if (this.files.peek().length === 0) await this.older();
  }

  /** Fetches again after a failure. */
  retry(): Promise<void> {
    return this.files.peek().length === 0 ? this.renew() : this.older();
  }

  /** Fetches the next page; the first one when nothing has been fetched. */
  async older(): Promise<void> {
    if (!this.hasMore.peek()) return;
    await this.#load(async () => {
      const before = this.files.peek().at(-1)?.seq;
      this.#learn(await this.#page(pageSize, before), this.files.peek());
    });
  }

  /** Fetches again what is known, because changes may have been missed. */
  async renew(): Promise<void> {
    const { length } = this.files.peek();
    if (length === 0) this.hasMore.value = true;
    if (length === 0) return this.older();
    await this.#load(async () => {
      const found: SharedFile[] = [];
      let page: FilePage;
      let pages = 0;
      do {
        page = await this.#page(renewSize, found.at(-1)?.seq);
        found.push(...page.files);
        pages += 1;
      } while (page.hasMore && found.length < length && pages < renewPages);
      this.#learn({ files: found, hasMore: page.hasMore }, []);
    });
  }

  /** Takes up the files of a new message, and drops those of a deleted one. */
  learn(message: Message): void {
    const { seq, from, sentAt, files = [], deletedAt } = message;
    const known = this.files.peek();
    if (deletedAt !== undefined) {
      this.#deleted.add(seq);
      if (known.some((file) => file.seq === seq)) this.files.value = known.filter((file) => file.seq !== seq);
      return;
    }
    // Before the first page, and below the last one, the files come with their pages.
    const isWithin = known.length > 0 ? seq > (known.at(-1)?.seq ?? 0) : !this.hasMore.peek();
    if (!isWithin) return;
    const found = files.filter((file) => kindOf(file) === this.kind).map((file) => ({ seq, from, sentAt, file }));
    if (found.length > 0) this.#show(known, found);
  }

  #page(limit: number, before: number | undefined): Promise<FilePage> {
    return this.#fetch({ kind: this.kind, limit, ...(before === undefined ? {} : { before }) });
  }

  async #load(work: () => Promise<void>): Promise<void> {
    if (this.isLoading.peek()) return;
    this.isLoading.value = true;
    this.failure.value = '';
    try {
      await work();
    } catch (error) {
      this.failure.value = failureText(error);
    } finally {
      this.isLoading.value = false;
    }
  }

  #learn({ files, hasMore }: FilePage, known: readonly SharedFile[]): void {
    this.#show(known, files);
    this.hasMore.value = hasMore;
  }

  #show(known: readonly SharedFile[], found: readonly SharedFile[]): void {
    const ids = new Set(known.map(({ file }) => file.id));
    const added = found.filter(({ seq, file }) => !ids.has(file.id) && !this.#deleted.has(seq));
    // Files of one message keep their order.
    this.files.value = [...known, ...added].sort((a, b) => b.seq - a.seq);
  }
}
