/**
 * Completes rows of messages by what is read after them: quotes and files. A message may be deleted meanwhile. A reader would
 * then see neither its content nor its deletion, so it is read again.
 */
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import type { Database } from '../database/database.ts';
import { addFiles } from './message-files.ts';
import { addQuotes } from './message-quotes.ts';
import { asStoredMessage, type MessageRow } from './message-rows.ts';
import { placeOf, type States, withStates } from './message-states.ts';
import { rowsWithStatesAt } from './rows-with-states.ts';

/** @param states - read before the rows, or with them: of an edited message, an older state with a newer text is mended by the next change. */
export async function toShown(
  database: Database,
  rows: readonly MessageRow[],
  states: States,
): Promise<StoredMessage[]> {
  const messages = await complete(database, rows, states);
  const torn = rows.filter((row, index) => isTorn(messages[index] as StoredMessage, Number(row.fileCount ?? 0)));
  if (torn.length === 0) return messages;
  const again = new Map((await readAgain(database, torn)).map((message) => [placeOf(message), message]));
  return messages.map((message) => again.get(placeOf(message)) ?? message);
}

async function complete(database: Database, rows: readonly MessageRow[], states: States): Promise<StoredMessage[]> {
  const messages = await addQuotes(database, withStates(rows.map(asStoredMessage), states));
  return addFiles(database, messages, rows);
}

/** Only a deletion removes files, and only a deleted message has neither a text nor files. */
function isTorn({ body, files = [], state }: StoredMessage, fileCount: number): boolean {
  if (state?.deletedAt) return false;
  return files.length !== fileCount || (body === '' && fileCount === 0);
}

/** Once is enough: nothing brings a deleted message back. */
async function readAgain(database: Database, torn: readonly MessageRow[]): Promise<StoredMessage[]> {
  const places = torn.map(({ channelId, seq }) => ({ channelId, seq }));
  const { rows, states } = await rowsWithStatesAt(database, places);
  return complete(database, rows, states);
}
