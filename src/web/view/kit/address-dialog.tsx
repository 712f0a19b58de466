/** The own address as a link, a QR code and a button that copies it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { conversationLink } from './location.ts';
import { Modal } from './modal.tsx';
import { QrCode } from './qr-code.tsx';
import { useRegistration } from './use-registration.ts';

interface Props {
  username: string;
  onClose: () => void;
}

export function AddressDialog({ username, onClose }: Props) {
  const registration = useRegistration();
  const address = `${window.location.origin}/${conversationLink(username)}`;
  useEffect(() => void registration.refresh().catch(() => {}), [registration]);
  const isOpen = registration.mode.value === 'open';
  return (
    <Modal title={texts.address.title()} onClose={onClose}>
      {(close) => (
        <div class="address">
          <p>{isOpen ? texts.address.whileOpen() : texts.address.whileClosed()}</p>
          <QrCode text={address} label={texts.address.qrCode()} />
          <p class="address-link">
            <a href={address}>{address}</a>
          </p>
          <AddressActions address={address} onClose={close} />
        </div>
      )}
    </Modal>
  );
}

function AddressActions({ address, onClose }: { address: string; onClose: () => void }) {
  const done = useSignal('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      done.value = texts.address.copied();
    } catch {
      done.value = texts.address.copyForbidden();
    }
  };
  return (
    <div class="actions">
      <button type="button" class="primary" onClick={copy}>
        {texts.address.copy()}
      </button>
      <button type="button" class="plain" onClick={onClose}>
        {texts.dialogs.close()}
      </button>
      <p role="status" class="done">
        {done.value}
      </p>
    </div>
  );
}
