/** The delivery state of an own message: as a shape, which needs no colour, and as a word. */

import type { DeliveryStatus } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';

const words = {
  sending: () => texts.conversation.sending(),
  failed: () => texts.conversation.notSent(),
  sent: () => texts.conversation.sent(),
  delivered: () => texts.conversation.delivered(),
  read: () => texts.conversation.read(),
};

const signs = {
  sending: { box: '0 0 16 16', path: 'M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z' },
  failed: { box: '0 0 16 16', path: 'M8 4.5v4M8 11.3v.2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z' },
  sent: { box: '0 0 14 16', path: 'M2.5 8.5l3 3 6-7' },
  delivered: { box: '0 0 18 16', path: 'M1.5 8.5l3 3 6-7M8.5 11.5h.01l6-7' },
  read: { box: '0 0 22 16', path: 'M4.5 8.3l2.4 2.4 4.4-5.2M11.3 10.7h.01l4.4-5.2' },
};

export function DeliveryMark({ mark }: { mark: NonNullable<DeliveryStatus> }) {
  const { box, path } = signs[mark];
  return (
    <span class={`mark ${mark}`} title={words[mark]()}>
      <svg viewBox={box} aria-hidden="true">
        {mark === 'read' && <rect class="ground" x="0.5" y="1.5" width="21" height="13" rx="6.5" />}
        <path class="ticks" d={path} />
      </svg>
      <span class="unseen">{words[mark]()}</span>
    </span>
  );
}
