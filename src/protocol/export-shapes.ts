/** The export of the own conversations on the wire. */
import { type Static, Type } from 'typebox';
import { Nullable } from './shapes.ts';
import { PasswordInput, Time } from './values.ts';

export const ExportBody = Type.Object({ password: PasswordInput });

export const Export = Type.Object({
  state: Type.Enum(['running', 'ready', 'failed']),
  done: Type.Integer({ minimum: 0, description: 'Steps of the work; only their share of `total` has a meaning' }),
  total: Type.Integer({ minimum: 0, description: '0 until a node has begun' }),
  startedAt: Time,
  expiresAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When it is removed; absent while it runs' }),
  ),
  bytes: Type.Optional(Type.Integer({ minimum: 0, description: 'The size of the archive that is ready' })),
});
export type Export = Static<typeof Export>;

export const ExportAnswer = Type.Object({ export: Nullable(Export) });
export type ExportAnswer = Static<typeof ExportAnswer>;
