/** The paths of the routes of a conversation. */
import { idOf, isRoomName } from './room-names.ts';

/** The part of the path after `/api/`. @param name - of the conversation. */
export const pathOf = (name: string): string =>
  isRoomName(name) ? `rooms/${idOf(name)}` : `conversations/${encodeURIComponent(name)}`;
