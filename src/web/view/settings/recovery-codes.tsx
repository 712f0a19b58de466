/** Shows new recovery codes once, with buttons to copy and save them. */
import { useSignal } from '@preact/signals';
import type { OwnFactors } from '../../model/own-factors.ts';
import { texts } from '../../texts/texts.ts';

interface Props {
  own: OwnFactors;
  report: (message: () => string) => void;
}

/** Browsers give the clipboard only to pages from HTTPS or from localhost. */
const canCopy = navigator.clipboard !== undefined;

export function RecoveryCodes({ own, report }: Props) {
  const codes = own.codes.value;
  const hide = () => {
    own.hideCodes();
    report(() => '');
  };
  return (
    <section class="recovery" aria-labelledby="recovery-title">
      <h3 id="recovery-title">{texts.factors.keepCodes()}</h3>
      <p>{texts.factors.keepCodesHow()}</p>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" aria-label={texts.factors.recoveryCodes()}>
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
  const copied = useSignal<() => string>(() => '');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => (copied.value = () => texts.factors.codesCopied()),
      () => (copied.value = () => texts.factors.cannotCopy()),
    );
  return (
    <div class="actions">
      <button type="button" class="primary" onClick={onKept}>
        {texts.factors.codesKept()}
      </button>
      {canCopy && (
        <button type="button" class="plain" onClick={copy}>
          {texts.factors.copyCodes()}
        </button>
      )}
      <a
        class="plain"
        href={`data:text/plain,${encodeURIComponent(`${text}\n`)}`}
        download="duologue-recovery-codes.txt"
      >
        {texts.factors.saveCodes()}
      </a>
      <p role="status" class="done">
        {copied.value()}
      </p>
    </div>
  );
}
