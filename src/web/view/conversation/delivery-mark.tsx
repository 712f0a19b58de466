/** The delivery state of an own message, as an icon and as a word. */
import type { DeliveryStatus } from '../../model/transcript.ts';

const words = { sending: 'Sending…', failed: 'Not sent', sent: 'Sent', delivered: 'Delivered', read: 'Read' };

const signs = {
  sending: 'M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  failed: 'M8 4.5v4M8 11.3v.2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  sent: 'M3.5 8.5l3 3 6-7',
  delivered: 'M1 8.5l3 3 6-7M7.5 11.5l6-7',
  read: 'M1 8.5l3 3 6-7M7.5 11.5l6-7',
};

export function DeliveryMark({ mark }: { mark: NonNullable<DeliveryStatus> }) {
  return (
    <span class={`mark ${mark}`} title={words[mark]}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={signs[mark]} />
      </svg>
      <span class="unseen">{words[mark]}</span>
    </span>
  );
}
