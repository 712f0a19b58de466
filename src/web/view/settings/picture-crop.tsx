/** The dialog that cuts the own picture out of an image, and saves it. */
import { useComputed, useSignal } from '@preact/signals';
import { ZoomIn, ZoomOut } from 'lucide';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { OwnPicture } from '../../model/own-picture.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Icon } from '../kit/icon.tsx';
import { locale } from '../kit/locale.ts';
import { Modal } from '../kit/modal.tsx';
import { CropControl, frameShare } from './crop-control.ts';
import { type Crop, mostZoom, shareOf, widestCrop, zoomAt, zoomOf } from './crop-geometry.ts';
import { contextOf, cutOut, drawPlaced } from './picture-file.ts';
import './picture-crop.css';

interface Props {
  image: ImageBitmap;
  own: OwnPicture;
  onDone: () => void;
  onClose: () => void;
}

/** Of the canvas, in pixels. */
const stageSideMax = 1_200;

export function PictureCrop({ image, own, onDone, onClose }: Props) {
  const crop = useSignal<Crop>(widestCrop(image));
  const control = useMemo(() => new CropControl(image, crop), [image, crop]);
  const upload = useMemo(() => new AbortController(), []);
  const isSaving = useSignal(false);
  useEffect(() => () => upload.abort(), [upload]);
  const save = async (close: () => void) => {
    isSaving.value = true;
    try {
      await own.set(await cutOut(image, crop.peek()), upload.signal);
    } finally {
      isSaving.value = false;
    }
    close();
    onDone();
  };
  return (
    <Modal title={texts.picture.crop()} onClose={onClose}>
      {(close) => (
        <ActionForm
          action={texts.picture.use()}
          onCancel={close}
          onSubmit={() => save(close)}
          places={{ invalid_input: { text: texts.picture.notImage() }, not_found: { text: texts.picture.off() } }}
        >
          <Stage image={image} control={control} />
          <Zoom control={control} />
          <p class="hint" id="crop-keys">
            {texts.picture.keys()}
          </p>
          <p role="status" class="crop-saving">
            {isSaving.value && texts.picture.saving()}
          </p>
        </ActionForm>
      )}
    </Modal>
  );
}

function Stage({ image, control }: { image: ImageBitmap; control: CropControl }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { value } = control.crop;
  useLayoutEffect(() => drawStage(canvas.current, image, value), [image, value]);
  // A turned phone has a stage of another size.
  useEffect(() => {
    const sizes = new ResizeObserver(() => drawStage(canvas.current, image, control.crop.peek()));
    if (canvas.current) sizes.observe(canvas.current);
    return () => sizes.disconnect();
  }, [image, control]);
  return (
    <div
      class="crop-stage"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move the picture.
      tabIndex={0}
      aria-label={texts.picture.stage()}
      aria-describedby="crop-keys"
      {...control.handlers}
    >
      <canvas ref={canvas} />
      <span class="crop-frame" />
    </div>
  );
}

function drawStage(canvas: HTMLCanvasElement | null, image: ImageBitmap, crop: Crop): void {
  if (!canvas || canvas.clientWidth === 0) return;
  const stage = Math.min(stageSideMax, Math.round(canvas.clientWidth * devicePixelRatio));
  // It also clears the canvas.
  canvas.width = stage;
  canvas.height = stage;
  drawPlaced(contextOf(canvas), image, crop, { stage, frame: stage * frameShare });
}

const sliderSteps = 100;

const percentText = (share: number) => new Intl.NumberFormat(locale.value, { style: 'percent' }).format(share);

function Zoom({ control }: { control: CropControl }) {
  const { image, crop } = control;
  const zoom = useComputed(() => zoomOf(image, crop.value)).value;
  return (
    <div class="crop-zoom">
      <ZoomButton label={texts.files.zoomOut()} isOff={zoom <= 1} icon={ZoomOut} onClick={() => control.zoomBy(-1)} />
      <input
        type="range"
        min={0}
        max={sliderSteps}
        value={Math.round(shareOf(image, zoom) * sliderSteps)}
        aria-label={texts.picture.zoom()}
        aria-valuetext={percentText(zoom)}
        onInput={({ currentTarget }) => control.zoomTo(zoomAt(image, Number(currentTarget.value) / sliderSteps))}
        onKeyDown={control.onZoomKey}
      />
      <ZoomButton
        label={texts.files.zoomIn()}
        isOff={zoom >= mostZoom(image)}
        icon={ZoomIn}
        onClick={() => control.zoomBy(1)}
      />
    </div>
  );
}

interface ButtonProps {
  label: string;
  isOff: boolean;
  icon: typeof ZoomIn;
  onClick: () => void;
}

/** It keeps the focus when it is off. */
function ZoomButton({ label, isOff, icon, onClick }: ButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} aria-disabled={isOff} onClick={onClick}>
      <Icon of={icon} />
    </button>
  );
}
