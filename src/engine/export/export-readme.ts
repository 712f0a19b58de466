/** The text in an archive that explains it. */

interface Facts {
  username: string;
  exportedAt: string;
  conversations: number;
  files: number;
  leftOut: number;
}

export const readme = ({
  username,
  exportedAt,
  conversations,
  files,
  leftOut,
}: Facts): string => `Duologue: the conversations of @${username}, as they were at ${exportedAt}.

profile.json                        the account
conversations/NAME/index.html       a conversation to read; longer ones go on in page-2.html and so on
conversations/NAME/messages.json    the same conversation for programs
rooms/ID-TITLE/                     the rooms that you are in, in the same form; the lobby is not here
files/ID-NAME                       the files of the messages, as they were sent

Times are in UTC. Deleted messages have no text and no files. Open files only if you trust their senders.

Conversations: ${conversations}
Files: ${files}
${leftOut === 0 ? '' : `Files that are not in this archive, because they did not fit or were removed meanwhile: ${leftOut}\n`}`;
