/** The HTTP half of the contract: bodies, queries, parameters and answers of the routes. */
import { type Static, Type } from 'typebox';
import { CodeInput, FactorMethod, PasskeyOptions } from './factor-shapes.ts';
import { type RefusalCode, refusalStatus } from './refusals.ts';
import { Message, Session, User } from './shapes.ts';
import { BodyText, ClientId, DisplayNameInput, PasswordInput, Text, UsernameInput } from './values.ts';

export const RegisterBody = Type.Object({
  username: UsernameInput,
  password: PasswordInput,
  displayName: Type.Optional(DisplayNameInput),
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

export const SendBody = Type.Object({ clientId: ClientId, body: BodyText });
export type SendBody = Static<typeof SendBody>;

export const PeerParams = Type.Object({ username: UsernameInput });
export type PeerParams = Static<typeof PeerParams>;

export const UserAnswer = Type.Object({ user: User });
export const SessionsAnswer = Type.Object({ sessions: Type.Array(Session) });
export const UsersAnswer = Type.Object({ users: Type.Array(User) });
export const MessageAnswer = Type.Object({ message: Message });

/** The error body of every route. */
export const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: Type.Enum(Object.keys(refusalStatus) as RefusalCode[]),
    message: Type.String(),
    fields: Type.Optional(Type.Record(Type.String(), Type.String())),
    retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
    methods: Type.Optional(Type.Array(FactorMethod)),
    passkey: Type.Optional(PasskeyOptions),
    requestId: Type.Optional(Type.String()),
  }),
});
