/** Speaks the tus protocol: the library does, with the rows of uploads behind it. */

import { Server } from '@tus/server';
import type { Engine } from '../../engine/engine.ts';
import type { Caller } from '../../engine/ports/identifiers.ts';
import { uploadsPath } from '../long-uploads.ts';
import { tusRefusal } from './tus-refusal.ts';
import { createFinisher, type FinishComplete, type UploadBytes } from './upload-finisher.ts';
import { createUploadLocker } from './upload-locker.ts';
import { readMetadata } from './upload-metadata.ts';
import { type TusRequest, webRequest } from './web-request.ts';
import { WriteFence } from './write-fence.ts';

export interface TusParts {
  uploads: NonNullable<Engine['uploads']>;
  store: UploadBytes;
  fileMaxBytes: number;
  onDefect(error: unknown): void;
}

/** The caller and the fence of a request that the tus library handles. */
interface Asked {
  caller: Caller;
  fence: WriteFence;
}

export interface TusServer {
  /** @throws Refusal with the status of the protocol */
  answer(caller: Caller, request: TusRequest): Promise<Response>;
  finishComplete: FinishComplete;
  /** Removes the bytes of an upload, if there are any. */
  removeBytes(id: string): Promise<void>;
}

/** A connection that another one displaces has this long to write what it has received, in milliseconds. */
const drainMs = 500;

export function createTusServer({ uploads, store, fileMaxBytes, onDefect }: TusParts): TusServer {
  const asked = new WeakMap<object, Asked>();
  const askedOf = (request: object) => asked.get(request) as Asked;
  const lockerOf = createUploadLocker(uploads, onDefect);
  const finishComplete = createFinisher(uploads, store, lockerOf);
  const server = new Server({
    path: uploadsPath,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: [],
    maxSize: fileMaxBytes,
    locker: (request) => lockerOf(askedOf(request).fence),
    lockDrainTimeout: drainMs,
    async namingFunction(request, metadata) {
      const size = Number(request.headers.get('upload-length'));
      return (await uploads.create(askedOf(request).caller, { ...readMetadata(metadata), size })).id;
    },
    onResponseError(_request, error) {
      throw toError(error);
    },
  });

  return {
    finishComplete,
    removeBytes: (id) => store.remove(id),
    async answer(caller, request) {
      const fence = new WriteFence(request.body);
      const given = webRequest({ ...request, body: fence.bytes });
      asked.set(given, { caller, fence });
      const answer = await unlessLost(fence, () => handle(server, given));
      // Not by a listener of the library: it reads a new upload once more after that, and its bytes may have moved.
      const id = request.id ?? answer.headers.get('location')?.split('/').at(-1);
      if (id && request.method !== 'HEAD') await finishComplete(caller, id);
      return answer;
    },
  };
}

async function handle(server: Server, request: Request): Promise<Response> {
  const answer = await server.handleWeb(request);
  if (answer.status >= 400) throw toError({ status_code: answer.status, body: await answer.text() });
  return answer;
}

/** A request that has lost its turn is refused, whatever the library answers. */
async function unlessLost<T>(fence: WriteFence, work: () => Promise<T>): Promise<T> {
  const result = await work().catch((error) => {
    throw fence.lost ?? error;
  });
  if (fence.lost) throw fence.lost;
  return result;
}

/** The library throws plain objects for the errors of the protocol. */
function toError(error: Error | { status_code: number; body: string }): Error {
  if (error instanceof Error) return error;
  return tusRefusal(error.status_code, error.body) ?? new Error(error.body);
}
