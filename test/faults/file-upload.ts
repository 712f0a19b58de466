/** One upload as a client makes it: in chunks, and after each failure it asks how many bytes have arrived. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../src/web/model/backoff.ts';
import { sha256 } from '../support/tus-client.ts';
import type { FaultHistory } from './fault-history.ts';
import { recordCall } from './recorded-calls.ts';
import type { SeededRandom } from './seeded-random.ts';
import { askForFile, type FileRequest } from './upload-requests.ts';

export interface Uploader {
  user: string;
  device: string;
  session: string;
  cookie: string;
  /** Tried in turn after failures. */
  urls: readonly string[];
  history: FaultHistory;
  /** Gives the upload up. */
  signal?: AbortSignal;
}

/** The detail of an upload that its client has left. */
export const givenUp = 'given up';

const minBytes = 1_024;
const maxBytes = 65_536;
const chunksMax = 4;
const pauseMaxMs = 150;
const slowShare = 0.5;

/** Named plain, so that nothing of the bytes is changed. */
const metadata = `filename ${Buffer.from('bytes.bin').toString('base64')},plain ${Buffer.from('1').toString('base64')}`;

export class FileUpload {
  readonly bytes: Buffer;
  readonly hash: string;
  readonly #uploader: Uploader;
  readonly #random: SeededRandom;
  readonly #chunk: number;
  #id: string | undefined;
  #offset: number | null = 0;
  #turn = 0;
  #isRefused = false;
  #isFinished = false;

  constructor(uploader: Uploader, random: SeededRandom) {
    this.#uploader = uploader;
    this.#random = random;
    const outputLength = random.between(minBytes, maxBytes);
    this.bytes = createHash('shake256', { outputLength }).update(`${random.next()}`).digest();
    this.hash = sha256(this.bytes);
    this.#chunk = Math.ceil(outputLength / random.between(1, chunksMax));
  }

  /**
   * Repeats until the file is finished, whatever fails meanwhile.
   * @returns the id; undefined when a node refuses it for good, or when it is given up
   */
  async run(): Promise<string | undefined> {
    const { signal, user, device, session, history } = this.#uploader;
    for (let failures = 0; !this.#isFinished && !this.#isRefused && !signal?.aborted; ) {
      const isDone = await this.#step();
      if (isDone) failures = 0;
      else await sleep(Math.min(backoffMs(failures++), 2_000));
      if (!isDone) this.#turn += 1;
    }
    if (this.#isFinished) return this.#id;
    const about = { user, device, session, file: this.#id };
    if (signal?.aborted) history.record({ op: 'upload', phase: 'seen', ...about, detail: givenUp });
    return undefined;
  }

  #step(): Promise<boolean> {
    if (this.#id === undefined) return this.#create();
    return this.#offset === null ? this.#look() : this.#send(this.#offset);
  }

  #create(): Promise<boolean> {
    const headers = { 'upload-length': `${this.bytes.length}`, 'upload-metadata': metadata };
    return this.#ask({ method: 'POST', path: '/api/uploads', headers }, (answer) => {
      this.#id = answer.location?.split('/').at(-1);
    });
  }

  #send(offset: number): Promise<boolean> {
    const body = this.bytes.subarray(offset, offset + this.#chunk);
    const pauseMs = this.#random.chance(slowShare) ? this.#random.between(1, pauseMaxMs) : 0;
    // Without an answer nobody knows how many bytes have arrived.
    this.#offset = null;
    const headers = { 'upload-offset': `${offset}` };
    return this.#ask({ method: 'PATCH', path: this.#path, headers, body, pauseMs }, (answer) => this.#reached(answer));
  }

  #look(): Promise<boolean> {
    return this.#ask({ method: 'HEAD', path: this.#path }, (answer) => this.#reached(answer));
  }

  #reached(headers: Record<string, string>): void {
    this.#offset = Number(headers['upload-offset']);
    this.#isFinished = this.#offset === this.bytes.length;
  }

  get #path(): string {
    return `/api/uploads/${this.#id}`;
  }

  async #ask(asked: Omit<FileRequest, 'cookie'>, take: (headers: Record<string, string>) => void): Promise<boolean> {
    const { user, urls, cookie, signal } = this.#uploader;
    const url = urls[this.#turn % urls.length] as string;
    const about = { user, file: this.#id, hash: this.hash, value: asked.method };
    const outcome = await recordCall(this.#uploader, 'upload', about, async () => {
      const answer = await askForFile(url, { ...asked, cookie, signal });
      if (answer.phase !== 'ok') return answer;
      take(answer.data.headers as Record<string, string>);
      return { phase: 'ok', data: { file: this.#id, isFinished: this.#isFinished } };
    });
    if (outcome.phase === 'ok') return true;
    // A chunk at a wrong offset asks again; everything else that is refused for good ends the upload.
    this.#isRefused = outcome.phase === 'fail' && (asked.method !== 'PATCH' || outcome.code !== 'conflict');
    return false;
  }
}
