/** Converts values between Prisma and SQLite; times are texts such as `2026-01-31T23:59:59.999+00:00`. */
import { type ArgType, type ColumnType, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

/** Declared types of our tables that a value cannot tell by itself. */
const declared: Record<string, ColumnType> = {
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  DATETIME: ColumnTypeEnum.DateTime,
  BLOB: ColumnTypeEnum.Bytes,
  TEXT: ColumnTypeEnum.Text,
};

/** Prisma's types of the columns: by declaration, or for an expression by its first value. */
export function columnTypesOf(types: readonly (string | null)[], rows: readonly unknown[][]): ColumnType[] {
  return types.map(
    (type, index) =>
      declared[type?.toUpperCase() ?? ''] ?? typeOf(rows.find((row) => row[index] !== null)?.[index] ?? null),
  );
}

function typeOf(value: unknown): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text;
  if (typeof value === 'number') return ColumnTypeEnum.UnknownNumber;
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes;
  return typeof value === 'bigint' ? ColumnTypeEnum.Int64 : ColumnTypeEnum.Int32;
}

/** Prisma takes big integers as text. */
export const toText = (value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

export function toSqliteValue(value: unknown, type: ArgType | undefined): unknown {
  if (value instanceof Date) return toTime(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return value;
  switch (type?.scalarType) {
    case 'bigint':
      return BigInt(value);
    case 'datetime':
      return toTime(new Date(value));
    case 'bytes':
      return Buffer.from(value, 'base64');
    default:
      return value;
  }
}

const toTime = (at: Date) => at.toISOString().replace('Z', '+00:00');
