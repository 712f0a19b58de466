/** The part of a typed query that the server reads: of a pasted book, only the start is sent. */

/** The server reads so many characters of a query, and refuses one that is no storable text. */
const queryMax = 256;

export function sendableQuery(typed: string): string {
  const start = [...typed.slice(0, 2 * queryMax)].slice(0, queryMax).join('');
  return start.toWellFormed().replaceAll('\0', '').trim();
}
