/** Connects to an S3-compatible store: bounded times, bounded retries, and no checks that other stores than Amazon's lack. */
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { deadlines } from '../../policy/deadlines.ts';
import type { S3Place } from '../../policy/s3-address.ts';

/** In milliseconds. A part of an upload has 5 MiB; the store joins parts before it answers. */
const times = { connect: 1_500, write: 20_000, silent: 30_000 };

/** Downloads that are under way hold a connection each. */
const connectionsMax = 1_000;

type Handle = NodeHttpHandler['handle'];

/** The library gives every request the same time. */
class TimedHandler extends NodeHttpHandler {
  override handle(...[request, options = {}]: Parameters<Handle>): ReturnType<Handle> {
    const { method, query = {} } = request;
    const isWrite = method === 'PUT' || (method === 'POST' && 'uploadId' in query);
    const requestTimeout = options.requestTimeout ?? (isWrite ? times.write : deadlines.store);
    return super.handle(request, { ...options, requestTimeout });
  }
}

const say = () => {};
const silent = { trace: say, debug: say, info: say, warn: say, error: say };

export function s3Settings({ endpoint, region, accessKeyId, secretAccessKey }: S3Place) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 2,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: silent,
    requestHandler: new TimedHandler({
      connectionTimeout: times.connect,
      socketTimeout: times.silent,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: connectionsMax },
      httpsAgent: { maxSockets: connectionsMax },
      logger: silent,
    }),
  } satisfies S3ClientConfig;
}

export interface CallOptions {
  abortSignal: AbortSignal;
}

/** Allows the call the time of one call of a store, its retry included; a stream that it answers goes on. */
export async function withinTime<T>(call: (options: CallOptions) => Promise<T>): Promise<T> {
  const aborting = new AbortController();
  const timer = setTimeout(() => aborting.abort(), deadlines.store);
  try {
    return await call({ abortSignal: aborting.signal });
  } finally {
    clearTimeout(timer);
  }
}
