/** Shows new recovery codes once, with buttons to copy and save them. */
import { useSignal } from '@preact/signals';
import type { OwnFactors } from '../../model/own-factors.ts';

interface Props {
  own: OwnFactors;
  report: (message: string) => void;
}

/** Browsers give the clipboard only to pages from HTTPS or from localhost. */
const canCopy = navigator.clipboard !== undefined;

export function RecoveryCodes({ own, report }: Props) {
  const codes = own.codes.value;
  const hide = () => {
    own.hideCodes();
    report('');
  };
  return (
    <section class="recovery" aria-labelledby="recovery-title">
      <h3 id="recovery-title">Keep these recovery codes</h3>
      <p>
        If you lose your phone or passkey, each code lets you log in once. They are shown only now: print them, or keep
        them in a password manager.
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <KeepingActions text={codes.join('\n')} onKept={hide} />
    </section>
  );
}

function KeepingActions({ text, onKept }: { text: string; onKept: () => void }) {
  const copied = useSignal('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => (copied.value = 'Copied.'),
      () => (copied.value = 'Your browser does not allow copying. Save the codes as a file.'),
    );
  return (
    <div class="actions">
      <button type="button" class="primary" onClick={onKept}>
        I have kept them
      </button>
      {canCopy && (
        <button type="button" class="plain" onClick={copy}>
          Copy codes
        </button>
      )}
      <a
        class="plain"
        href={`data:text/plain,${encodeURIComponent(`${text}\n`)}`}
        download="duologue-recovery-codes.txt"
      >
        Save as a file
      </a>
      <p role="status" class="done">
        {copied.value}
      </p>
    </div>
  );
}
