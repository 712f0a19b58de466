/** The texts that an edited message had, the present one first. */
import { dayAndTime } from '../kit/time-text.ts';
import type { MessageDialogProps } from './delete-dialog.tsx';
import { FetchedDialog } from './fetched-dialog.tsx';

export function VersionsDialog({ row, actions, onClose }: MessageDialogProps) {
  const fetch = async () => (await actions.messenger.versions(row.seq ?? 0)).toReversed();
  return (
    <FetchedDialog title="Versions of this message" fetch={fetch} onClose={onClose}>
      {(versions) => (
        <ol class="versions">
          {versions.map(({ body, at }, index) => (
            <li key={at} class="version">
              <p class="hint">
                {index === 0 ? 'Now, since ' : ''}
                <time dateTime={at}>{dayAndTime(new Date(at))}</time>
              </p>
              <p class="version-text" dir="auto">
                {body}
              </p>
            </li>
          ))}
        </ol>
      )}
    </FetchedDialog>
  );
}
