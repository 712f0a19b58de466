/** Names of folders and files in an archive: safe on every system that unpacks it. */

/** Names of devices on Windows, also with an ending. */
const ofDevice = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Characters that Windows refuses, control characters, and those that turn the direction of writing. */
const unsafe = /[<>:"/\\|?*\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** UTF-16 units. With its id before it, a name fits every file system. */
const nameMax = 80;

/** No username has a `~`, so that no two users get one folder. */
export function folderName(username: string): string {
  const safe = username.replace(unsafe, '~').replace(/[.\s]$/, '$&~');
  return ofDevice.test(safe) ? `~${safe}` : safe;
}

/** Keeps the end of a long name, where its ending is. */
export function fileName(id: string, name: string): string {
  const safe = name
    .toWellFormed()
    .replace(unsafe, '_')
    .slice(-nameMax)
    .toWellFormed()
    .replace(/[.\s]$/, '_');
  return `${id}-${safe}`;
}

export const filePath = (id: string, name: string): string => `files/${fileName(id, name)}`;

export const conversationPath = (username: string): string => `conversations/${folderName(username)}`;

/** Titles are not unique. */
export const roomPath = (id: string, title: string): string => `rooms/${fileName(id, title)}`;
