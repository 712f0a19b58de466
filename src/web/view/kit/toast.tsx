/** A short notice at the foot of its frame, with at most one button. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import './toast.css';

interface Props {
  text: string;
  action?: { readonly label: string; readonly act: () => void } | undefined;
}

/** Screen readers announce text that enters a live region, not a live region that enters the page. */
export function Toast({ text, action }: Props) {
  const shown = useSignal(false);
  useEffect(() => {
    shown.value = true;
  }, [shown]);
  return (
    <div class="toast">
      <p role="status">{shown.value && text}</p>
      {action && (
        <button type="button" class="plain" onClick={action.act}>
          {action.label}
        </button>
      )}
    </div>
  );
}
