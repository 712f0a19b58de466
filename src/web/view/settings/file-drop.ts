/** Takes a file that is dropped anywhere on the page. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Tells whether a file is dragged over the page. Without it, the browser would open the dropped file in place of the page. */
export function useFileDrop(onFile: (file: File) => void): Signal<boolean> {
  const isOver = useSignal(false);
  useEffect(() => {
    const controller = new AbortController();
    const on = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(type, (event) => hasFiles(event) && act(event), controller);
    on('dragover', (event) => {
      event.preventDefault();
      isOver.value = true;
    });
    on('dragleave', ({ relatedTarget }) => (isOver.value = relatedTarget !== null));
    on('drop', (event) => {
      event.preventDefault();
      isOver.value = false;
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    });
    return () => controller.abort();
  }, []);
  return isOver;
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
