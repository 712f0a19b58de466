/** Replaces the composer while the peer is blocked. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { UnblockButton } from '../kit/unblock-button.tsx';
import './blocked-note.css';

export function BlockedNote({ messenger, username }: { messenger: Messenger; username: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    // The element that had the focus has been removed.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  return (
    <p class="blocked-note">
      {texts.blocks.youHaveBlocked()} <UnblockButton messenger={messenger} username={username} button={button} />
    </p>
  );
}
