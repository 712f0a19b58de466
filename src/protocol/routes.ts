/** The HTTP routes of the contract: schemas of bodies, queries, parameters and answers. */
import { type Static, Type } from 'typebox';
import { CodeInput } from './factor-shapes.ts';
import { RefusalBody } from './refusals.ts';
import { Message, Nullable, Session, User } from './shapes.ts';
import {
  BodyText,
  ClientId,
  DisplayNameInput,
  FileIds,
  InviteInput,
  PasswordInput,
  SentText,
  Seq,
  Text,
  UsernameInput,
} from './values.ts';

/** `open`: everybody may register. `closed`: nobody. `invite`: the holder of an invite. */
export const registrationModes = ['open', 'closed', 'invite'] as const;
export type RegistrationMode = (typeof registrationModes)[number];

export const RegistrationAnswer = Type.Object({ mode: Type.Enum([...registrationModes]) });

export const RegisterBody = Type.Object({
  username: UsernameInput,
  password: PasswordInput,
  displayName: Type.Optional(DisplayNameInput),
  invite: Type.Optional(InviteInput),
});
export type RegisterBody = Static<typeof RegisterBody>;

export const LoginBody = Type.Object({
  username: UsernameInput,
  password: PasswordInput,
  code: Type.Optional(CodeInput),
});
export type LoginBody = Static<typeof LoginBody>;

export const RenameBody = Type.Object({ displayName: DisplayNameInput });
export type RenameBody = Static<typeof RenameBody>;

export const PasswordBody = Type.Object({ current: PasswordInput, next: PasswordInput });
export type PasswordBody = Static<typeof PasswordBody>;

export const DeletionBody = Type.Object({ password: PasswordInput });
export type DeletionBody = Static<typeof DeletionBody>;

export const SessionParams = Type.Object({ id: Text('As `GET /api/sessions` lists it') });
export type SessionParams = Static<typeof SessionParams>;

export const SendBody = Type.Object({
  clientId: ClientId,
  body: SentText,
  replyTo: Type.Optional(Seq),
  files: Type.Optional(FileIds),
});
export type SendBody = Static<typeof SendBody>;

export const PeerParams = Type.Object({ username: UsernameInput });
export type PeerParams = Static<typeof PeerParams>;

export const EditBody = Type.Object({ body: BodyText });

export const UserAnswer = Type.Object({ user: User });
/** Null without a session. */
export const SessionUserAnswer = Type.Object({ user: Nullable(User) });
export const SessionsAnswer = Type.Object({ sessions: Type.Array(Session) });
export const UsersAnswer = Type.Object({ users: Type.Array(User) });
export const MessageAnswer = Type.Object({ message: Message });

/** The error body of every route. */
export const ErrorAnswer = Type.Object({ error: RefusalBody });
