/** The queries and answers about files of conversations. */
import { type Static, Type } from 'typebox';
import { File, fileKinds } from './shapes.ts';
import { Limit, Seq, Text, Time } from './values.ts';

export const FileId = Text('As `File.id`');

export const AvatarParams = Type.Object({ id: Text('The last part of `User.avatar`') });

export const FileReadQuery = Type.Object({
  preview: Type.Optional(Type.Literal('1', { description: 'A WebP of at most 640 pixels, for images' })),
});

export const FileListQuery = Type.Object({
  kind: Type.Optional(Type.Enum([...fileKinds])),
  before: Type.Optional(Seq),
  limit: Type.Optional(Limit),
});
export type FileListQuery = Static<typeof FileListQuery>;

export const FilePage = Type.Object({
  files: Type.Array(Type.Object({ seq: Seq, from: Type.String(), sentAt: Time, file: File }), {
    description: 'The newest message first, and all files of a message that is in the page',
  }),
  hasMore: Type.Boolean(),
});
export type FilePage = Static<typeof FilePage>;
