/** The only live region of the page beside its status line: one short text at a time. */
import { signal } from '@preact/signals';

const maxLength = 200;
/** Screen readers have taken the text by then; it must not be found at the end of the page. */
const staysMs = 1_000;

const announced = signal({ text: '', number: 0 });
let timer: ReturnType<typeof setTimeout> | undefined;

/** Screen readers read the text once they have finished what they are reading. */
export function announce(text: string): void {
  clearTimeout(timer);
  announced.value = { text: text.slice(0, maxLength), number: announced.peek().number + 1 };
  timer = setTimeout(() => (announced.value = { text: '', number: 0 }), staysMs);
}

export function Announcer() {
  const { text, number } = announced.value;
  return (
    <div class="unseen announcer" aria-live="polite">
      {text && <p key={number}>{text}</p>}
    </div>
  );
}
