/** Tells how far an upload is, and why it failed. */
import { failureText } from '../../model/failure-text.ts';
import type { Uploads } from '../../model/uploads/page-uploads.ts';
import type { Rejection } from '../../model/uploads/tray.ts';
import type { Upload, UploadState } from '../../model/uploads/upload.ts';
import type { WireState } from '../../model/wire.ts';
import { texts } from '../../texts/texts.ts';
import { sizeText } from '../files/file-text.ts';

export function stateText({ state, sentBytes, bytes }: Upload, uploads: Uploads, wire: WireState): string {
  const size = sizeText(bytes.size);
  switch (state.value.kind) {
    case 'done':
      return size;
    case 'failed':
      return reasonText(state.value, uploads);
    case 'waiting':
      return wire === 'connected' ? texts.attach.waiting({ size }) : texts.attach.waitingForConnection();
    case 'sending':
      if (sentBytes.value >= bytes.size) return texts.attach.finishing();
      return texts.attach.sent({ sent: sizeText(sentBytes.value), size });
  }
}

function reasonText({ failure }: UploadState & { kind: 'failed' }, uploads: Uploads): string {
  if (failure.code === 'conflict') return texts.attach.quotaUsed({ max: sizeText(uploads.quotaBytes) });
  if (failure.code === 'payload_too_large') return texts.attach.tooLargeFor({ max: sizeText(uploads.fileMaxBytes) });
  if (failure.code === 'invalid_input') return texts.attach.notAccepted();
  if (failure.code === 'disconnected') return texts.attach.unreadable();
  return failureText(failure);
}

export function rejectionText(rejection: Rejection, { fileMaxBytes, filesPerMessage }: Uploads): string {
  if (rejection.kind === 'tooMany') return texts.attach.tooMany({ max: filesPerMessage, count: rejection.count });
  const { name } = rejection;
  if (rejection.kind === 'folder') return texts.attach.folder({ name });
  return texts.attach.tooLarge({ name, size: sizeText(rejection.size), max: sizeText(fileMaxBytes) });
}
