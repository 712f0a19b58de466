/** The tabs of the kinds of files. */
import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { FileKind } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { isRightToLeft } from '../conversation/line-direction.ts';
import { isComposing } from '../kit/input-method.ts';

/** The schemas of the protocol have no place in the page. */
export const fileKinds: readonly FileKind[] = ['image', 'audio', 'video', 'file'];

const kindName: Record<FileKind, () => string> = {
  image: () => texts.files.photos(),
  audio: () => texts.files.sounds(),
  video: () => texts.files.videos(),
  file: () => texts.files.others(),
};

export const tabId = (kind: FileKind) => `shared-${kind}`;

export function FileKindTabs({ kind, panelId }: { kind: Signal<FileKind>; panelId: string }) {
  const tabs = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = isComposing(event) ? undefined : targetOf(event.key, kind.peek());
    if (to === undefined) return;
    event.preventDefault();
    kind.value = to;
    tabs.current?.querySelector<HTMLElement>(`#${tabId(to)}`)?.focus();
  };
  return (
    <div role="tablist" class="shared-tabs" ref={tabs} aria-label={texts.files.sharedFiles()} onKeyDown={onKeyDown}>
      {fileKinds.map((of) => (
        <button
          key={of}
          type="button"
          role="tab"
          id={tabId(of)}
          aria-selected={of === kind.value}
          aria-controls={panelId}
          tabIndex={of === kind.value ? 0 : -1}
          onClick={() => (kind.value = of)}
        >
          {kindName[of]()}
        </button>
      ))}
    </div>
  );
}

function targetOf(key: string, current: FileKind): FileKind | undefined {
  const forward = isRightToLeft() ? -1 : 1;
  const { length } = fileKinds;
  const at = fileKinds.indexOf(current);
  const places: Record<string, number> = {
    ArrowRight: at + forward,
    ArrowLeft: at - forward,
    Home: 0,
    End: length - 1,
  };
  const place = places[key];
  return place === undefined ? undefined : fileKinds[(place + length) % length];
}
