/** Blocks the peer, after a dialog has explained the consequences. */
import { useSignal } from '@preact/signals';
import { Ban } from 'lucide';
import { useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';

const BlockDialog = later(async () => (await import('./block-dialog.tsx')).BlockDialog, { preload: true, asked: true });

export function BlockButton({ messenger, username }: { messenger: Messenger; username: string }) {
  /** The number of the current opening; 0 while the dialog is closed. A dialog tells late that it has closed. */
  const open = useSignal(0);
  const count = useRef(0);
  const opening = open.value;
  const closed = () => {
    if (open.peek() === opening) open.value = 0;
  };
  const show = () => {
    count.current += 1;
    open.value = count.current;
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.blocks.block()}
        title={texts.blocks.block()}
        aria-haspopup="dialog"
        onClick={show}
      >
        <Icon of={Ban} />
      </button>
      {opening > 0 && <BlockDialog key={opening} messenger={messenger} username={username} onClose={closed} />}
    </>
  );
}
