/** The dialog of one image: zoom, the other images of its message or list, and the download. */
import { type Signal, useSignal } from '@preact/signals';
import { ChevronLeft, ChevronRight } from 'lucide';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { File } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { isRightToLeft } from '../conversation/line-direction.ts';
import type { OpenViewer } from '../conversation/message-actions.ts';
import { isComposing } from '../kit/input-method.ts';
import { useLayer } from '../kit/layer-history.ts';
import { fileUrl } from './file-url.ts';
import type { Swipe } from './image-swipe.ts';
import { ImageZoom } from './image-zoom.ts';
import { ViewerBar, ViewerButton } from './viewer-bar.tsx';
import './image-viewer.css';

const nothing: OpenViewer = { images: [], at: 0 };
/** This far from the last known image, more of them are fetched. */
const nearEnd = 3;

export function ImageViewer({ viewer, peer }: { viewer: Signal<OpenViewer | null>; peer: string }) {
  const { images: own, at: first, list } = useMemo(() => viewer.peek() ?? nothing, []);
  const dialog = useRef<HTMLDialogElement>(null);
  const images = list?.images.value ?? own;
  const shown = useSignal(own[first]?.id);
  const at = usePlace(images, shown.value, first);
  const zoom = useMemo(() => new ImageZoom(), []);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useLayer(() => dialog.current?.close());
  const go = (step: number) => {
    const next = images[at + step];
    if (!next) return;
    zoom.reset();
    shown.value = next.id;
  };
  const image = images[at];
  useEffect(() => {
    if (at >= images.length - nearEnd) list?.more();
    if (!image) viewer.value = null;
  }, [at, images]);
  if (!image) return null;
  const url = fileUrl(peer, image);
  const close = () => dialog.current?.close();
  zoom.onSwipe = (swipe) => onSwipe(swipe, go, close);
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={image.name}
      onClose={() => (viewer.value = null)}
      onKeyDown={(event) => onKey(event, zoom, go)}
    >
      <ViewerBar image={image} url={url} at={at} count={images.length} zoom={zoom} list={list} onClose={close} />
      <Stage key={image.id} image={image} url={url} zoom={zoom} />
      {images.length > 1 && <Arrows at={at} count={images.length} go={go} />}
    </dialog>
  );
}

/** The place of the shown image. When it is deleted, the next one takes its place. */
function usePlace(images: readonly File[], id: string | undefined, first: number): number {
  const last = useRef(first);
  const found = images.findIndex((image) => image.id === id);
  last.current = found >= 0 ? found : Math.min(last.current, images.length - 1);
  return last.current;
}

function onKey(event: KeyboardEvent, zoom: ImageZoom, go: (step: number) => void): void {
  if (isComposing(event)) return;
  const forward = isRightToLeft() ? -1 : 1;
  const acts: Record<string, () => void> = {
    ArrowLeft: () => go(-forward),
    ArrowRight: () => go(forward),
    '+': zoom.in,
    '=': zoom.in,
    '-': zoom.out,
    '0': zoom.reset,
  };
  const act = acts[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
}

/** The next image comes from the side where the line of text ends. */
function onSwipe(swipe: Swipe, go: (step: number) => void, close: () => void): void {
  if (swipe === 'down') close();
  else go((swipe === 'left') === isRightToLeft() ? -1 : 1);
}

function Stage({ image, url, zoom }: { image: File; url: string; zoom: ImageZoom }) {
  return (
    <div class={zoom.isZoomed.value ? 'viewer-stage zoomed' : 'viewer-stage'} {...zoom.handlers}>
      <img
        src={url}
        alt={image.name}
        width={image.width}
        height={image.height}
        draggable={false}
        style={{ transform: zoom.transform.value }}
      />
    </div>
  );
}

function Arrows({ at, count, go }: { at: number; count: number; go: (step: number) => void }) {
  return (
    <>
      <ViewerButton
        side="start"
        label={texts.files.previous()}
        icon={ChevronLeft}
        isOff={at === 0}
        onClick={() => go(-1)}
      />
      <ViewerButton
        side="end"
        label={texts.files.next()}
        icon={ChevronRight}
        isOff={at === count - 1}
        onClick={() => go(1)}
      />
    </>
  );
}
