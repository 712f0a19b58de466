/** Converts a request of Node.js into one of the web, whose body is read no faster than it is stored. */
import { Readable } from 'node:stream';
import { uploadsPath } from '../long-uploads.ts';

export interface TusRequest {
  method: string;
  /** Null for a new upload. */
  id: string | null;
  headers: Record<string, string | string[] | undefined>;
  body: Readable | null;
}

/** Received bytes that wait to be stored. Without this strategy Node.js counts chunks, and would keep thousands of them. */
const waitingBytes = 256 * 1_024;

/** The headers that the protocol reads. */
const read = /^(tus-resumable|upload-.*|content-(type|length))$/;

export function webRequest({ method, id, headers, body }: TusRequest): Request {
  const path = id === null ? uploadsPath : `${uploadsPath}/${encodeURIComponent(id)}`;
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    read.test(name) && typeof value === 'string' ? [[name, value]] : [],
  );
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: waitingBytes });
  const stream = body && Readable.toWeb(body, { strategy });
  return new Request(`http://localhost${path}`, {
    method,
    headers: kept,
    ...(stream ? { body: stream, duplex: 'half' } : {}),
  } as RequestInit);
}
