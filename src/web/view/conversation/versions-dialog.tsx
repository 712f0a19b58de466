/** The texts that an edited message had, the present one first. */
import { texts } from '../../texts/texts.ts';
import { Sentence } from '../kit/sentence.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import type { MessageDialogProps } from './delete-dialog.tsx';
import { FetchedDialog } from './fetched-dialog.tsx';

export function VersionsDialog({ row, actions, onClose }: MessageDialogProps) {
  const { messenger, conversation } = actions;
  const fetch = async () => (await messenger.details.versions(conversation.peer, row.seq ?? 0)).toReversed();
  return (
    <FetchedDialog title={texts.message.versions()} fetch={fetch} onClose={onClose}>
      {(versions) => (
        <ol class="versions">
          {versions.map(({ body, at }, index) => (
            <li key={at} class="version">
              <p class="hint">
                {index === 0 ? (
                  <Sentence of={texts.message.nowSince} elements={{ time: <VersionTime at={at} /> }} />
                ) : (
                  <VersionTime at={at} />
                )}
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

function VersionTime({ at }: { at: string }) {
  return <time dateTime={at}>{dayAndTime(new Date(at))}</time>;
}
