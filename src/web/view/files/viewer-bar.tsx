/** The head of the viewer: which image it is, zoom, download and close. */
import { Download, type IconNode, MessageSquareText, X, ZoomIn, ZoomOut } from 'lucide';
import type { File } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import type { ViewedList } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import type { ImageZoom } from './image-zoom.ts';

interface Props {
  image: File;
  url: string;
  at: number;
  count: number;
  zoom: ImageZoom;
  /** Of an image of a list. */
  list: ViewedList | undefined;
  onClose: () => void;
}

export function ViewerBar({ image, url, at, count, zoom, list, onClose }: Props) {
  const { name } = image;
  const place = count > 1 ? texts.files.place({ at: at + 1, count }) : '';
  const line = list ? list.describe(image) : place;
  const show = () => {
    onClose();
    list?.show(image);
  };
  return (
    <header class="viewer-bar">
      <p class="viewer-name">
        <bdi>{name}</bdi>
        {line !== '' && <span aria-live="polite">{line}</span>}
      </p>
      {list && <ViewerButton label={texts.files.showInConversation()} icon={MessageSquareText} onClick={show} />}
      <ViewerButton label={texts.files.zoomOut()} icon={ZoomOut} isOff={!zoom.isZoomed.value} onClick={zoom.out} />
      <ViewerButton label={texts.files.zoomIn()} icon={ZoomIn} isOff={zoom.isAtMost.value} onClick={zoom.in} />
      <a class="icon-button" href={url} download={name} aria-label={texts.files.download({ name })}>
        <Icon of={Download} />
      </a>
      <ViewerButton label={texts.dialogs.close()} icon={X} isFirst onClick={onClose} />
    </header>
  );
}

interface ButtonProps {
  label: string;
  icon: IconNode;
  /** The side of the stage. */
  side?: 'start' | 'end';
  isOff?: boolean;
  /** It has the focus when the viewer opens. */
  isFirst?: boolean;
  onClick: () => void;
}

/** It keeps the focus when it is off. */
export function ViewerButton({ label, icon, side, isOff = false, isFirst = false, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      class={side ? `icon-button viewer-${side}` : 'icon-button'}
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      autofocus={isFirst}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      <Icon of={icon} points={side !== undefined} />
    </button>
  );
}
