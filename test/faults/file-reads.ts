/** Reads the bytes of a file as a user, and records the call. */
import type { TestUser } from '../support/client.ts';
import { sha256 } from '../support/tus-client.ts';
import type { FaultHistory } from './fault-history.ts';
import { type Outcome, recordCall } from './recorded-calls.ts';
import { askForFile } from './upload-requests.ts';

export interface FileReading {
  user: TestUser;
  /** The other user of the conversation. */
  peer: TestUser;
  file: string;
  /** Whether the run is over, and every file must be served. */
  isInTheEnd?: boolean;
  /** The address of the user without it. */
  url?: string;
}

export const inTheEnd = 'in the end';

export function readFile(
  history: FaultHistory,
  { user: { username, cookie, url: own }, peer, file, isInTheEnd, url = own }: FileReading,
): Promise<Outcome<unknown>> {
  const reader = { device: `${username}/files`, session: cookie, history };
  const about = { user: username, file, value: isInTheEnd ? inTheEnd : 'meanwhile' };
  return recordCall(reader, 'download', about, async () => {
    const path = `/api/conversations/${peer.username}/files/${file}`;
    const answer = await askForFile(url, { method: 'GET', path, cookie });
    return answer.phase === 'ok' ? { phase: 'ok', data: { hash: sha256(answer.data.bytes) } } : answer;
  });
}
