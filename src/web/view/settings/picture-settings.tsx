/** Shows the own picture, and lets the user choose another one or remove it. */
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { OwnPicture } from '../../model/own-picture.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Avatar } from '../kit/avatar.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';
import { later } from '../kit/later.tsx';
import { useFileDrop } from './file-drop.ts';
import { fileMegabytesMax, isTooLarge, readImage } from './picture-file.ts';
import './picture.css';

const PictureCrop = later(async () => (await import('./picture-crop.tsx')).PictureCrop, { asked: true });

/** A text in the language that the page has when it is shown. */
type Text = () => string;
const none: Text = () => '';

export function PictureSettings({ own }: { own: OwnPicture }) {
  const image = useSignal<ImageBitmap | null>(null);
  const refusal = useSignal(none);
  const done = useSignal(none);
  const choose = useChoice({ image, refusal, done });
  const isOver = useFileDrop(choose);
  const close = () => {
    image.peek()?.close();
    image.value = null;
  };
  return (
    <div class={isOver.value ? 'own-picture is-over' : 'own-picture'}>
      <Avatar user={own.user} />
      <div class="own-picture-text">
        <h3>{texts.picture.title()}</h3>
        <p class="hint">
          {isOver.value ? texts.picture.drop() : texts.picture.hint()}{' '}
          {!isOver.value && <span class="drop-hint">{texts.picture.dropHint()}</span>}
        </p>
        <div class="actions">
          <ChooseButton onFile={choose} />
          {own.isSet && <RemoveButton own={own} onDone={() => (done.value = () => texts.picture.removed())} />}
        </div>
        <Outcome refusal={refusal.value()} done={done.value()} />
      </div>
      {image.value && (
        <PictureCrop
          image={image.value}
          own={own}
          onDone={() => (done.value = () => texts.picture.changed())}
          onClose={close}
        />
      )}
    </div>
  );
}

function Outcome({ refusal, done }: { refusal: string; done: string }) {
  return (
    <>
      {refusal && (
        <p role="alert" class="refusal">
          {refusal}
        </p>
      )}
      <p role="status" class="done">
        {done}
      </p>
    </>
  );
}

interface Choice {
  image: Signal<ImageBitmap | null>;
  refusal: Signal<Text>;
  done: Signal<Text>;
}

/** One file at a time: the next one is taken when the dialog of the last one has closed. */
function useChoice({ image, refusal, done }: Choice): (file: File) => void {
  const isReading = useRef(false);
  return async (file) => {
    if (isReading.current || image.peek()) return;
    done.value = none;
    refusal.value = isTooLarge(file) ? () => texts.picture.tooLarge({ max: fileMegabytesMax }) : none;
    if (isTooLarge(file)) return;
    isReading.current = true;
    image.value = await readImage(file);
    isReading.current = false;
    if (!image.value) refusal.value = () => texts.picture.notImage();
  };
}

function ChooseButton({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="plain" onClick={() => input.current?.click()}>
        {texts.picture.choose()}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen again.
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}

function RemoveButton({ own, onDone }: { own: OwnPicture; onDone: () => void }) {
  return (
    <DialogButton label={texts.picture.remove()} title={texts.picture.removeTitle()}>
      {(close) => (
        <ActionForm
          grave
          action={texts.picture.remove()}
          onCancel={close}
          onSubmit={async () => {
            await own.remove();
            close();
            onDone();
          }}
        >
          <p>{texts.picture.removeMeans()}</p>
        </ActionForm>
      )}
    </DialogButton>
  );
}
