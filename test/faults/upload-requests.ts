/** Single requests for files: of the upload protocol, and for the bytes of a file. They never throw. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RefusalCode } from '../../src/protocol/refusals.ts';
import { octets } from '../support/tus-client.ts';
import { type Answered, refused } from './recorded-calls.ts';

export interface FileRequest {
  method: string;
  path: string;
  cookie: string;
  headers?: Record<string, string>;
  body?: Buffer;
  /** The pause in the middle of the body, in milliseconds. */
  pauseMs?: number;
  /** Ends the request early. */
  signal?: AbortSignal | undefined;
}

export interface FileAnswer {
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** A node waits up to 15 s for the turn to write an upload. */
const deadlineMs = 20_000;

/** Answers to `HEAD` have no body that names the code. */
const codes: Record<number, RefusalCode> = { 401: 'unauthorized', 404: 'not_found', 409: 'conflict', 500: 'internal' };

/** As a call over HTTP: without an answer of a node it is `lost`. */
export async function askForFile(url: string, asked: FileRequest): Promise<Answered<FileAnswer>> {
  try {
    const { status, ...answer } = await send(url, asked);
    if (status >= 200 && status < 300) return { phase: 'ok', data: answer };
    const code = codeIn(answer.bytes) ?? codes[status];
    return code ? refused(code) : { phase: 'unknown', code: 'lost' };
  } catch {
    return { phase: 'unknown', code: 'lost' };
  }
}

function send(url: string, { method, path, cookie, headers, body, pauseMs = 0, signal: early }: FileRequest) {
  const length = body ? { 'content-type': octets, 'content-length': body.length } : {};
  const all = { cookie, ...(method === 'GET' ? {} : { 'tus-resumable': '1.0.0' }), ...length, ...headers };
  return new Promise<FileAnswer & { status: number }>((resolve, reject) => {
    const inTime = AbortSignal.timeout(deadlineMs);
    const signal = early ? AbortSignal.any([inTime, early]) : inTime;
    const sent = request(new URL(path, url), { method, headers: all, agent: false, signal }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('close', () => {
        if (!answer.complete) return reject(new Error('The answer was cut off.'));
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    if (!body || pauseMs === 0) return void sent.end(body);
    const half = Math.ceil(body.length / 2);
    sent.write(body.subarray(0, half));
    void sleep(pauseMs).then(() => sent.end(body.subarray(half)));
  });
}

function codeIn(bytes: Buffer): RefusalCode | undefined {
  try {
    return JSON.parse(`${bytes}`).error.code;
  } catch {
    return undefined;
  }
}
