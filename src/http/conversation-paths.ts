/** The paths of conversations: with the username of the peer, or the id of a room. All routes below stand under both. */
import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { ConversationInput } from '../protocol/conversation-names.ts';
import { UsernameInput } from '../protocol/values.ts';

const bothNames = { username: Type.Optional(UsernameInput), id: Type.Optional(ConversationInput) };
type BothNames = typeof bothNames;
type Named = Static<TObject<BothNames>>;

export interface ConversationPath {
  readonly path: string;
  /** Of the own draft. */
  readonly draftPath: string;
  /** The parameter of the path that is the id of a file. */
  readonly fileParam: 'id' | 'fileId';
  readonly properties: TProperties;
  /** The conversation as events name it, as messages to it do, and as the engine does. */
  placeOf(params: Named): { with: string } | { conversation: string };
  addressOf(params: Named): { to: string } | { conversation: string };
  nameOf(params: Named): { peer: string } | { id: string };
}

export const conversationPaths: readonly ConversationPath[] = [
  {
    path: '/api/conversations/:username',
    draftPath: '/api/drafts/:username',
    fileParam: 'id',
    properties: { username: UsernameInput },
    placeOf: ({ username = '' }) => ({ with: username }),
    addressOf: ({ username = '' }) => ({ to: username }),
    nameOf: ({ username = '' }) => ({ peer: username }),
  },
  {
    path: '/api/rooms/:id',
    draftPath: '/api/rooms/:id/draft',
    fileParam: 'fileId',
    properties: { id: ConversationInput },
    placeOf: ({ id = '' }) => ({ conversation: id }),
    addressOf: ({ id = '' }) => ({ conversation: id }),
    nameOf: ({ id = '' }) => ({ id }),
  },
];

/** The schema of the path's parameters and those that follow; each request has the one or the other name. */
export const paramsOf = <P extends TProperties>({ properties }: ConversationPath, more: P) =>
  Type.Object({ ...properties, ...more }) as TObject<BothNames & P>;
