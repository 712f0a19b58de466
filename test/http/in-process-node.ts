/** Starts a single node inside the test's process, and sends raw requests to it. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { compose, type Node } from '../../src/compose.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

/** Starts a node with cheap password hashes, without rate limits, on a free port. */
export async function startNode(over: Partial<Config> = {}): Promise<{ url: string; node: Node }> {
  const node = await compose({
    ...readConfig({}),
    port: 0,
    rateLimits: false,
    argon2: { memoryKib: 1_024, timeCost: 2 },
    logLevel: 'silent',
    ...over,
  });
  return { url: await node.listen(), node };
}

/** Starts a node before the suite and closes it afterwards; answers its address. */
export function useNode(over: Partial<Config> = {}): () => string {
  let url: string;
  let node: Node | undefined;
  const dataDir = makeFolder('node');
  before(async () => {
    ({ url, node } = await startNode({ dataDir, ...over }));
  });
  after(async () => {
    await node?.close();
    removeFolder(dataDir);
  });
  return () => url;
}

export interface RawRequest {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The refusal of the contract's shape; null for an answer of another shape. */
  error: RefusalBody | null;
}

/** Sends exactly this path, these headers and these bytes: nothing is added, escaped or repaired on the way. */
export function rawRequest(url: string, path: string, { method = 'GET', headers = {}, body }: RawRequest = {}) {
  const { hostname, port } = new URL(url);
  return new Promise<RawAnswer>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false, timeout: 30_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, error: refusalIn(text) });
      });
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`No answer to ${method} ${path.slice(0, 80)}`)));
    sent.end(body);
  });
}

export function postJson(url: string, path: string, body: unknown, headers: OutgoingHttpHeaders = {}) {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return rawRequest(url, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
    body: text,
  });
}

function refusalIn(text: string): RefusalBody | null {
  try {
    const { error, ...more } = JSON.parse(text);
    const isRefusal = typeof error?.code === 'string' && typeof error.message === 'string';
    return isRefusal && Object.keys(more).length === 0 ? error : null;
  } catch {
    return null;
  }
}
