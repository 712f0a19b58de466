/** Exports the own conversations: begins it, shows how far it is, offers the download, and removes it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Export } from '../../../protocol/export-shapes.ts';
import type { OwnExport } from '../../model/own-export.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { sizeText } from '../files/file-text.ts';
import { Sentence } from '../kit/sentence.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { LoadState } from './load-state.tsx';

const noMessage = () => '';

export function ExportSettings({ settings }: { settings: UserSettings }) {
  const own = settings.ownExport;
  const done = useSignal(noMessage);
  const news = useRef<HTMLDivElement>(null);
  useEffect(() => own.follow(), [own]);
  /** The pressed button has disappeared and has lost the focus. */
  const report = (message: () => string) => {
    done.value = message;
    news.current?.focus();
  };
  const current = own.current.value;
  return (
    <>
      <p class="hint">{texts.settings.exportMeans()}</p>
      {own.failure.value && (
        <p role="alert" class="refusal">
          {own.failure.value}
        </p>
      )}
      <div class="news" tabIndex={-1} ref={news}>
        <p role="status" class="done">
          {done.value()}
        </p>
      </div>
      <LoadState settings={settings} load={own.load} isLoaded={current !== undefined} />
      {current === null && <BeginExport own={own} report={report} />}
      {current && <ExportState own={own} current={current} report={report} />}
    </>
  );
}

interface Props {
  own: OwnExport;
  report: (message: () => string) => void;
}

function BeginExport({ own, report }: Props) {
  return (
    <div class="actions">
      <ConfirmPasswordDialog
        label={texts.settings.exportConversations()}
        title={texts.settings.exportTitle()}
        action={texts.settings.exportBegin()}
        work={(password) => own.begin(password)}
        done={() => texts.settings.exportBegun()}
        report={report}
      >
        <p>{texts.settings.exportOffered()}</p>
      </ConfirmPasswordDialog>
    </div>
  );
}

function ExportState({ own, current, report }: Props & { current: Export }) {
  const remove = async () => {
    if (await own.remove()) report(() => texts.settings.exportRemoved());
  };
  return (
    <>
      {current.state === 'running' && <ExportProgress current={current} />}
      {current.state === 'ready' && <ReadyExport current={current} />}
      {current.state === 'failed' && <p>{texts.settings.exportFailed()}</p>}
      <div class="actions">
        {current.state === 'ready' && (
          <a class="download" href="/api/me/export/file" download>
            {texts.settings.exportDownload()}
          </a>
        )}
        <button type="button" class="plain" onClick={remove}>
          {texts.settings.exportRemove()}
        </button>
      </div>
    </>
  );
}

function ExportProgress({ current: { done, total } }: { current: Export }) {
  const value = total === 0 ? {} : { value: done, max: total };
  return (
    <>
      <p>{texts.settings.exportRunning()}</p>
      <progress class="export-progress" aria-label={texts.settings.exportRunning()} {...value} />
    </>
  );
}

function ReadyExport({ current: { bytes = 0, expiresAt = '' } }: { current: Export }) {
  const until = <time dateTime={expiresAt}>{dayAndTime(new Date(expiresAt))}</time>;
  return (
    <p>
      <Sentence of={texts.settings.exportReady} elements={{ size: <bdi>{sizeText(bytes)}</bdi>, until }} />
    </p>
  );
}
