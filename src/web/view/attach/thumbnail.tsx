/** The small picture of a file in the tray: that of an image, or a sign of its kind. */
import { type Signal, useSignal } from '@preact/signals';
import { File as FileSign, Film, type IconNode, Image, Music } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { Upload } from '../../model/uploads/upload.ts';
import { Icon } from '../kit/icon.tsx';
import { drawSquare, lookOf, withBitmap } from './image-look.ts';

const signs: readonly [RegExp, IconNode][] = [
  [/^image\//, Image],
  [/^video\//, Film],
  [/^audio\//, Music],
];

export function Thumbnail({ upload }: { upload: Upload }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawn = useSignal(false);
  useEffect(() => {
    if (upload.isImage && canvas.current) void draw(upload, canvas.current, isDrawn);
  }, [upload, isDrawn]);
  const sign = signs.find(([type]) => type.test(upload.bytes.type))?.[1] ?? FileSign;
  return (
    <span class="thumbnail" aria-hidden="true">
      {upload.isImage && <canvas ref={canvas} width={96} height={96} hidden={!isDrawn.value} />}
      {!isDrawn.value && <Icon of={sign} />}
    </span>
  );
}

/** An image that the browser cannot decode keeps the sign. */
async function draw(upload: Upload, canvas: HTMLCanvasElement, isDrawn: Signal<boolean>): Promise<void> {
  await withBitmap(upload.bytes, (bitmap) => {
    drawSquare(canvas, bitmap);
    upload.look.value = lookOf(bitmap);
    isDrawn.value = true;
  }).catch(() => {});
}
