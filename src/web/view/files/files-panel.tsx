/** The files of a conversation, by kind; each leads to its message. */
import { untracked, useSignal, useSignalEffect } from '@preact/signals';
import { X } from 'lucide';
import { useEffect, useMemo } from 'preact/hooks';
import type { FilePage } from '../../../protocol/file-shapes.ts';
import type { FileKind } from '../../../protocol/shapes.ts';
import { FileList } from '../../model/file-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { Modal } from '../kit/modal.tsx';
import { FileKindTabs, fileKinds, tabId } from './file-kind-tabs.tsx';
import { SharedFileList } from './shared-file-list.tsx';
import './files-panel.css';

export function FilesPanel({ actions, onClose }: { actions: MessageActions; onClose: () => void }) {
  const kind = useSignal<FileKind>('image');
  const lists = useFileLists(actions);
  const list = lists[kind.value];
  return (
    <Modal title={texts.files.sharedFiles()} onClose={onClose}>
      {(close) => (
        <div class="shared">
          <FileKindTabs kind={kind} panelId={panelId} />
          <div role="tabpanel" id={panelId} class="shared-panel" aria-labelledby={tabId(list.kind)}>
            <SharedFileList
              key={list.kind}
              list={list}
              actions={actions}
              onShow={(seq) => {
                close();
                void actions.jumpTo(seq);
              }}
            />
          </div>
          <button type="button" class="icon-button shared-close" aria-label={texts.dialogs.close()} onClick={close}>
            <Icon of={X} />
          </button>
        </div>
      )}
    </Modal>
  );
}

/** Of a page that cannot ask for files. */
const noFiles: Promise<FilePage> = Promise.resolve({ files: [], hasMore: false });
const panelId = 'shared-files';

/** One list for each kind, which hear of new and deleted messages as long as the panel is open. */
function useFileLists({ messenger, conversation }: MessageActions): Record<FileKind, FileList> {
  const lists = useMemo(() => {
    const made = fileKinds.map(
      (kind) => new FileList(kind, (query) => messenger.details.files?.(conversation.peer, query) ?? noFiles),
    );
    return Object.fromEntries(made.map((list) => [list.kind, list])) as Record<FileKind, FileList>;
  }, [messenger, conversation]);
  useSignalEffect(() => {
    const message = messenger.changed.value;
    if (!message || messenger.conversations.get(message.channelId) !== conversation) return;
    untracked(() => {
      for (const list of Object.values(lists)) list.learn(message);
    });
  });
  const { value: line } = messenger.wire.state;
  // Changes may have been missed while the connection was lost.
  useEffect(() => {
    if (line !== 'connected') return;
    for (const list of Object.values(lists)) if (list.isOpened) void list.renew();
  }, [line, lists]);
  return lists;
}
