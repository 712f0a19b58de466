/** Puts values into SQL text: plain text between quotes, all other text in hexadecimal, so no `sql_mode` of the server matters. */

/**
 * Several statements in one text need their values in the text: the server's prepared statements hold one statement each.
 * @param sql - its only question marks are placeholders.
 * @throws Error when the values do not match the placeholders.
 */
export function withLiterals(sql: string, values: readonly unknown[]): string {
  if (values.length === 0) return sql;
  const parts = sql.split('?');
  if (parts.length !== values.length + 1) {
    throw new Error(`The statement has ${parts.length - 1} placeholders for ${values.length} values.`);
  }
  let text = parts[0] as string;
  for (const [index, value] of values.entries()) text += literal(value) + parts[index + 1];
  return text;
}

/** Printable ASCII without quote and backslash: it means the same in every `sql_mode` and character set. */
const plainText = /^[ -&(-[\]-~]*$/;

function literal(value: unknown): string {
  switch (typeof value) {
    case 'string':
      // Half the bytes of the hexadecimal form, and nothing for the server to convert.
      return plainText.test(value) ? `'${value}'` : `_utf8mb4 X'${Buffer.from(value).toString('hex')}'`;
    case 'number':
    case 'bigint':
    case 'boolean':
      if (typeof value !== 'number' || Number.isFinite(value)) return `${value}`;
      break;
    default:
      if (value === null || value === undefined) return 'NULL';
      if (value instanceof Uint8Array) return `_binary X'${Buffer.from(value).toString('hex')}'`;
  }
  throw new TypeError(`A value of type ${typeof value} has no form in SQL.`);
}
