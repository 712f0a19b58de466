/** The images of a message: their places are kept before they load, and each opens the viewer. */
import { useSignal } from '@preact/signals';
import type { File } from '../../../protocol/shapes.ts';
import { fileUrl } from './file-url.ts';
import './image-grid.css';

interface Props {
  images: readonly File[];
  peer: string;
  /** Until then there is only the placeholder. */
  isSent?: boolean;
  onOpen: (image: File) => void;
}

/** A single image is at most so many times as high as wide, or as wide as high; the rest of it is cut off. */
const maxRatio = 2;

export function ImageGrid({ images, peer, isSent = true, onOpen }: Props) {
  const isSingle = images.length === 1;
  return (
    <div class={isSingle ? 'image-grid' : 'image-grid several'}>
      {images.map((image, index) => {
        // The first of an odd number takes a line of its own.
        const isWide = !isSingle && index === 0 && images.length % 2 === 1;
        const ratio = isSingle ? ratioOf(image) : isWide ? maxRatio : 1;
        return <ImageButton key={image.id} {...{ image, peer, isSent, isWide, ratio, onOpen }} />;
      })}
    </div>
  );
}

function ratioOf({ width = 4, height = 3 }: File): number {
  return Math.min(maxRatio, Math.max(1 / maxRatio, width / height));
}

interface TabStop {
  tabIndex: number;
  onFocus?: () => void;
}

interface ImageProps extends Omit<Props, 'images'> {
  image: File;
  isWide?: boolean;
  ratio: number;
  /** In the log, the keys of the message lead to it. */
  tabStop?: TabStop;
}

export function ImageButton({
  image,
  peer,
  isSent = true,
  isWide = false,
  ratio,
  tabStop = { tabIndex: -1 },
  onOpen,
}: ImageProps) {
  const hasLoaded = useSignal(false);
  const placeholder = image.placeholder?.startsWith('data:image/') ? image.placeholder : null;
  return (
    <button
      type="button"
      class={isWide ? 'image-button wide' : 'image-button'}
      aria-haspopup="dialog"
      {...tabStop}
      style={{ aspectRatio: ratio.toFixed(3) }}
      aria-disabled={!isSent}
      onClick={() => isSent && onOpen(image)}
    >
      {placeholder && !hasLoaded.value && (
        <img class="image-blur" src={placeholder} alt={isSent ? '' : image.name} draggable={false} />
      )}
      {isSent && (
        <img
          class="image"
          src={`${fileUrl(peer, image)}?preview=1`}
          alt={image.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => (hasLoaded.value = true)}
        />
      )}
      {!isSent && !placeholder && <span class="unseen">{image.name}</span>}
    </button>
  );
}
