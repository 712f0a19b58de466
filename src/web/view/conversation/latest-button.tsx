/** The round button over the log that leads to the newest message, with the number of unread ones. */
import { ChevronDown } from 'lucide';
import { useId } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { unreadText } from '../kit/unread-text.ts';
import { articlesIn } from './log-geometry.ts';
import './latest-button.css';

interface Props {
  unread: number;
  /** Shows the end; resolves when it is loaded. */
  toEnd: () => Promise<void>;
}

export function LatestButton({ unread, toEnd }: Props) {
  const countId = useId();
  const label = unread > 0 ? texts.message.newMessagesBelow() : texts.message.latest();
  return (
    <button
      type="button"
      class={unread > 0 ? 'to-end news' : 'to-end'}
      aria-describedby={unread > 0 ? countId : undefined}
      title={label}
      // A press must not take the focus from the composer.
      onMouseDown={(event) => event.preventDefault()}
      onClick={({ currentTarget }) => void follow(currentTarget, toEnd)}
    >
      <Icon of={ChevronDown} />
      <span class="unseen">{label}</span>
      {unread > 0 && (
        <span class="to-end-count">
          <span aria-hidden="true">{unreadText(unread)}</span>
          <span hidden id={countId}>
            {unreadText(unread)} {texts.sidebar.unread({ count: unread })}
          </span>
        </span>
      )}
    </button>
  );
}

/** The button goes; by keyboard, the focus goes to the newest message. */
async function follow(button: HTMLElement, toEnd: Props['toEnd']): Promise<void> {
  const hadFocus = document.activeElement === button;
  const frame = button.parentElement;
  await toEnd();
  if (!hadFocus) return;
  // The messages are drawn by then.
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      articlesIn(frame ?? document.body)
        .at(-1)
        ?.focus({ preventScroll: true }),
    ),
  );
}
