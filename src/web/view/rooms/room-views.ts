/** The views of a room beside those of every conversation; they load together. */
export { MentionList } from './mention-list.tsx';
export { RoomAuthor } from './room-author.tsx';
export { RoomEvents } from './room-events.tsx';
export { RoomLine } from './room-line.tsx';
