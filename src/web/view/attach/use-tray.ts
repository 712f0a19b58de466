/** The tray of the conversation whose composer is shown. */

import type { Uploads } from '../../model/uploads/page-uploads.ts';
import type { Tray } from '../../model/uploads/tray.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { useSession } from '../kit/page-context.ts';

export interface ShownTray {
  readonly uploads: Uploads;
  readonly tray: Tray;
}

/** Null while the user leaves. */
export function useTray({ conversation }: MessageActions): ShownTray | null {
  const uploads = useSession().uploads.value;
  return uploads && { uploads, tray: uploads.tray(conversation.peer) };
}
