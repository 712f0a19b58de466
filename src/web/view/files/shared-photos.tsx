/** The photos of a month as a grid of previews; one opens the viewer, which leads through the whole list. */
import { computed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { FileList, SharedFile } from '../../model/file-list.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { moveFocus } from '../kit/grid-keys.ts';
import { isComposing } from '../kit/input-method.ts';
import { dayAndTime } from '../kit/time-text.ts';
import type { TabStop } from '../sidebar/list-keys.ts';
import { ImageButton } from './image-grid.tsx';
import { senderName } from './sender-name.ts';

interface Props {
  photos: readonly SharedFile[];
  /** The grids of all months have one tab stop. */
  tabStop: (id: string) => TabStop;
  list: FileList;
  actions: MessageActions;
  onShow: (seq: number) => void;
}

export function SharedPhotos({ photos, tabStop, list, actions, onShow }: Props) {
  const grid = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isComposing(event)) moveFocus(event, grid.current?.closest<HTMLElement>('.shared-months') ?? null, null);
  };
  return (
    <ul class="shared-photos" ref={grid} onKeyDown={onKeyDown}>
      {photos.map(({ file }) => (
        <li key={file.id}>
          <ImageButton
            image={file}
            peer={actions.conversation.peer}
            ratio={1}
            tabStop={tabStop(file.id)}
            onOpen={() => openViewer(file.id, { list, actions, onShow })}
          />
        </li>
      ))}
    </ul>
  );
}

function openViewer(id: string, { list, actions, onShow }: Omit<Props, 'photos' | 'tabStop'>): void {
  const images = computed(() => list.files.value.map(({ file }) => file));
  const find = (of: string) => list.files.peek().find(({ file }) => file.id === of);
  actions.viewer.value = {
    images: images.peek(),
    at: images.peek().findIndex((image) => image.id === id),
    list: {
      images,
      more: () => void list.older(),
      describe: (image) => {
        const shared = find(image.id);
        return shared ? `${senderName(shared, actions)} · ${dayAndTime(new Date(shared.sentAt))}` : '';
      },
      show: (image) => onShow(find(image.id)?.seq ?? 0),
    },
  };
}
