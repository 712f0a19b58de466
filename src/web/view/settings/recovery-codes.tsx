/** Recovery codes, shown once, with ways to keep them. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const text = codes.join('\n');
  return (
    <section class="recovery" aria-label="Recovery codes">
      <p>
        <strong>Keep these recovery codes.</strong> Each replaces a lost device once. They are not shown again.
      </p>
      <pre>{text}</pre>
      <p>
        <button type="button" class="plain" onClick={() => void navigator.clipboard?.writeText(text)}>
          Copy codes
        </button>{' '}
        <a href={`data:text/plain,${encodeURIComponent(`${text}\n`)}`} download="duologue-recovery-codes.txt">
          Save as a file
        </a>
      </p>
    </section>
  );
}
