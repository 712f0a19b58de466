/** Takes files that are dropped anywhere on the page, and covers it while they are dragged. */
import { type Signal, useSignal } from '@preact/signals';
import { Paperclip } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { Rejection } from '../../model/uploads/tray.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { bringsFiles, droppedFiles } from './dropped-files.ts';

interface Props {
  onDrop: (files: readonly File[]) => void;
  onReject: (rejections: readonly Rejection[]) => void;
}

/** Browsers tell every 50 to 350 ms that something is dragged over the page, and not always that it has left. */
const staysMs = 700;

export function DropZone(props: Props) {
  const isOver = useSignal(false);
  const present = useRef(props);
  present.current = props;
  useEffect(() => {
    const leaves = new AbortController();
    showWhileOver(isOver, leaves.signal);
    const onDrop = (event: DragEvent) => {
      if (isTaken(event) && event.dataTransfer) take(event.dataTransfer, present.current);
    };
    document.addEventListener('drop', onDrop, leaves);
    return () => leaves.abort();
  }, [isOver]);
  if (!isOver.value) return null;
  return (
    <div class="drop-zone">
      <p>
        <Icon of={Paperclip} />
        {texts.attach.dropHere()}
      </p>
    </div>
  );
}

function showWhileOver(isOver: Signal<boolean>, ends: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    isOver.value = false;
  };
  const onDragOver = (event: DragEvent) => {
    if (!isTaken(event)) return;
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    isOver.value = true;
    clearTimeout(timer);
    timer = setTimeout(hide, staysMs);
  };
  document.addEventListener('dragover', onDragOver, { signal: ends });
  document.addEventListener('drop', hide, { signal: ends });
  ends.addEventListener('abort', hide);
}

function take(data: DataTransfer, { onDrop, onReject }: Props): void {
  const { files, rejections } = droppedFiles(data);
  if (files.length > 0) onDrop(files);
  if (rejections.length > 0) onReject(rejections);
}

/** A dialog covers what would take the files. Files that are taken do not lead the browser away from the page. */
function isTaken(event: DragEvent): boolean {
  const taken = bringsFiles(event) && document.querySelector('dialog[open]') === null;
  if (taken) event.preventDefault();
  return taken;
}
