/** The views of a room, which load when one is opened. */
import { later } from '../kit/later.tsx';

const load = () => import('./room-views.ts');

export const RoomAuthor = later(async () => (await load()).RoomAuthor);
export const RoomLine = later(async () => (await load()).RoomLine);
export const RoomEvents = later(async () => (await load()).RoomEvents);
export const MentionList = later(async () => (await load()).MentionList);
