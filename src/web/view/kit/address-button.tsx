/** A button that shows the own address to share. */
import { useSignal } from '@preact/signals';
import { texts } from '../../texts/texts.ts';
import { later } from './later.tsx';
import { useSession } from './page-context.ts';

export const AddressDialog = later(async () => (await import('./address-dialog.tsx')).AddressDialog, { asked: true });

export function AddressButton() {
  const open = useSignal(false);
  const { me } = useSession().messenger;
  return (
    <>
      <button type="button" class="outlined" aria-haspopup="dialog" onClick={() => (open.value = true)}>
        {texts.address.shareMyAddress()}
      </button>
      {open.value && <AddressDialog username={me} onClose={() => (open.value = false)} />}
    </>
  );
}
