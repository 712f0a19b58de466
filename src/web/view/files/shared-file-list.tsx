/** The list of one kind of files: by month, with older pages as the user scrolls. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { FileKind } from '../../../protocol/shapes.ts';
import type { FileList, SharedFile } from '../../model/file-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { locale } from '../kit/locale.ts';
import { useTabStop } from '../sidebar/list-keys.ts';
import { SharedFileRow } from './shared-file-row.tsx';
import { SharedPhotos } from './shared-photos.tsx';

interface Props {
  list: FileList;
  actions: MessageActions;
  onShow: (seq: number) => void;
}

/** Within this distance of the end, the next page is fetched. */
const edgePx = 400;

export function SharedFileList({ list, actions, onShow }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const files = list.files.value;
  const tabStop = useTabStop(
    files.map(({ file }) => file.id),
    undefined,
  );
  useEffect(() => void list.open(), [list]);
  const loadAtEnd = () => {
    const { current } = box;
    if (!current || list.failure.peek() !== '' || list.files.peek().length === 0) return;
    if (current.scrollHeight - current.scrollTop - current.clientHeight < edgePx) void list.older();
  };
  useLayoutEffect(loadAtEnd, [files]);
  return (
    <div ref={box} class="shared-scroll" aria-busy={list.isLoading.value} onScroll={loadAtEnd}>
      <div class="shared-months">
        {monthsOf(files).map(([month, inMonth]) => (
          <section key={month}>
            <h3>{month}</h3>
            {list.kind === 'image' ? (
              <SharedPhotos photos={inMonth} tabStop={tabStop} list={list} actions={actions} onShow={onShow} />
            ) : (
              <ul class="shared-rows">
                {inMonth.map((shared) => (
                  <SharedFileRow key={shared.file.id} shared={shared} actions={actions} onShow={onShow} />
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
      <ListEnd list={list} isConnected={actions.messenger.wire.state.value === 'connected'} box={box} />
    </div>
  );
}

const emptyText: Record<FileKind, () => string> = {
  image: () => texts.files.noPhotos(),
  audio: () => texts.files.noSounds(),
  video: () => texts.files.noVideos(),
  file: () => texts.files.noOthers(),
};

interface EndProps {
  list: FileList;
  isConnected: boolean;
  box: { current: HTMLElement | null };
}

/** Stands below the last file: how to get more, or why there are none. */
function ListEnd({ list, isConnected, box }: EndProps) {
  const isEmpty = list.files.value.length === 0;
  if (!isConnected && (list.hasMore.value || isEmpty)) {
    return (
      <p role="status" class="hint">
        {texts.files.notConnected()}
      </p>
    );
  }
  if (list.failure.value !== '') {
    return (
      <p role="alert" class="refusal">
        {list.failure.value}{' '}
        <button type="button" class="plain" onClick={() => void list.retry()}>
          {texts.kit.tryAgain()}
        </button>
      </p>
    );
  }
  if (isEmpty) return <p class="hint">{list.hasMore.value ? texts.message.loading() : emptyText[list.kind]()}</p>;
  if (!list.hasMore.value) return null;
  return (
    <button
      type="button"
      class="plain"
      aria-disabled={list.isLoading.value}
      onClick={({ currentTarget }) => void loadOlder(list, currentTarget, box)}
    >
      {texts.files.loadOlder()}
    </button>
  );
}

/** When the button goes with the last page, the first file of the page gets the focus. */
async function loadOlder(list: FileList, button: HTMLElement, box: EndProps['box']): Promise<void> {
  const items = () => box.current?.querySelectorAll<HTMLElement>('li') ?? [];
  const known = items().length;
  await list.older();
  await new Promise(requestAnimationFrame);
  if (!button.isConnected && document.activeElement === document.body) {
    items()[known]?.querySelector<HTMLElement>('a, button')?.focus();
  }
}

/** The files by month, in their order. */
function monthsOf(files: readonly SharedFile[]): [string, SharedFile[]][] {
  const months = new Map<string, SharedFile[]>();
  const { format } = new Intl.DateTimeFormat(locale.value, { month: 'long', year: 'numeric' });
  for (const shared of files) {
    const month = format(new Date(shared.sentAt));
    months.set(month, [...(months.get(month) ?? []), shared]);
  }
  return [...months];
}
