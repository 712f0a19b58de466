/** Exports: a user takes the own conversations as an archive, which a node makes in turn and offers for a day. */
import { join } from 'node:path';
import { Refusal } from '../../protocol/refusals.ts';
import type { ReadableFile } from '../files/shared-files.ts';
import type { ExportRecord, ExportTry } from '../ports/export-port.ts';
import { exportKey } from '../ports/file-bytes-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import { type MakerParts, makeExport } from './export-maker.ts';

/** An archive is offered this long, in milliseconds: the contract says 24 hours. A failed export is told as long. */
const lifeMs = 24 * 3_600_000;

/** A node that dies while it makes an export holds the turn this long, in milliseconds; the maker prolongs it before. */
const turnMs = 15_000;

/** How often a node looks for an export to make, writes progress, and removes expired ones, in milliseconds. */
export const exportRunMs = 2_000;
const progressMs = 1_000;
export const exportCleaningMs = 60_000;

/** After a fault, the next try waits so long, in milliseconds; after the last try the export has failed. */
const retryMs = 20_000;
const triesMax = 5;

/** Exports that there are at a time. */
const countMax = 1_000;

/** The share of the bound of all files that archives take beside them, without those that are being made. */
const share = 1 / 4;

/** In bytes, of the files in one archive: S3 takes 5 GiB at once, and messages need room too. */
const archiveFilesMax = 4 * 1_024 ** 3;

/** Rows that one cleaning takes at a time. */
const atOnce = 100;

export interface ExportParts extends Omit<MakerParts, 'filesMaxBytes'> {
  /** The most bytes that all files take. */
  filesBytes: number;
  /** Called when bytes wait to be removed. */
  onRemoved(): void;
}

export interface Exports {
  /** Null when there is none. */
  find(caller: Caller): Promise<ExportRecord | null>;
  /** @throws Refusal `conflict` while one runs or is ready */
  expectNone(caller: Caller): Promise<void>;
  /** @throws Refusal as `expectNone`, and while the server holds too many */
  begin(caller: Caller): Promise<ExportRecord>;
  /** The archive of the own export. @throws Refusal `not_found` while there is none that is ready */
  open(caller: Caller): Promise<ReadableFile>;
  /** Also ends one that is being made. @throws Refusal `not_found` */
  remove(caller: Caller): Promise<void>;
  /** Makes one export that waits for a node, if there is one. */
  run(): Promise<void>;
  /** Removes expired exports. */
  clean(): Promise<void>;
  /** Gives back the turn of the export that this node makes, so that another node begins it at once. */
  stop(): Promise<void>;
}

export function createExports({ filesBytes, ...given }: ExportParts): Exports {
  const { exports: store } = given;
  const totalBytes = Math.floor(filesBytes * share);
  const parts = { ...given, filesMaxBytes: Math.min(archiveFilesMax, totalBytes) };
  const stopping = new AbortController();
  let making: Promise<void> = Promise.resolve();
  return {
    find: ({ id }) => store.find(id),
    async expectNone({ id }) {
      const found = await store.find(id);
      if (found && found.state !== 'failed') throw oneAlready();
    },
    begin: ({ id }) => store.begin(id, { count: countMax, bytes: totalBytes }),
    open: (caller) => open(parts, caller),
    async remove({ id }) {
      if (!(await store.remove(id))) throw noExport();
      given.onRemoved();
    },
    async run() {
      if (stopping.signal.aborted) return;
      const taken = await store.takeTurn(turnMs);
      if (!taken) return;
      making = take(parts, taken, stopping.signal);
      await making;
    },
    async clean() {
      while ((await store.removeExpired(atOnce)) === atOnce);
    },
    async stop() {
      stopping.abort();
      await making.catch(() => {});
    },
  };
}

async function open({ exports: store, bytes }: MakerParts, { id: callerId, username }: Caller): Promise<ReadableFile> {
  const found = await store.find(callerId);
  const isOver = found?.expiresAt && found.expiresAt.getTime() <= Date.now();
  if (found?.state !== 'ready' || isOver) throw noExport();
  const { id, startedAt, bytes: size } = found;
  const name = `duologue-${username}-${startedAt.toISOString().slice(0, 10)}.zip`;
  return {
    tag: id,
    name,
    type: 'application/zip',
    isShown: false,
    size,
    read: (range) => bytes.read(exportKey(id), range),
  };
}

async function take(parts: MakerParts, taken: ExportTry, stopping: AbortSignal): Promise<void> {
  const { exports: store } = parts;
  // Every try so far ended with its node.
  const steps = { done: 0, total: 0 };
  const fail = () => store.finish(taken.id, { ...steps, bytes: null }, lifeMs);
  if (taken.tries > triesMax) return void (await fail());
  const lost = new AbortController();
  const prolonging = keepTurn(async () => {
    if (!(await store.progress(taken.id, steps, turnMs))) lost.abort();
  });
  try {
    await make(parts, taken, steps, AbortSignal.any([stopping, lost.signal]));
  } catch (error) {
    // The user removed it, or another node makes it.
    if (lost.signal.aborted) return;
    if (stopping.aborted) return await store.endTurn(taken.id, 0);
    if (taken.tries === triesMax) await fail();
    else await store.endTurn(taken.id, retryMs);
    throw error;
  } finally {
    clearInterval(prolonging);
  }
}

/** A failure is left to the next time: the turn lasts for several. */
function keepTurn(prolong: () => Promise<void>): NodeJS.Timeout {
  let isProlonging = false;
  return setInterval(async () => {
    if (isProlonging) return;
    isProlonging = true;
    await prolong().catch(() => {});
    isProlonging = false;
  }, progressMs);
}

async function make(
  parts: MakerParts,
  taken: ExportTry,
  steps: { done: number; total: number },
  signal: AbortSignal,
): Promise<void> {
  const { exports: store, bytes } = parts;
  const key = exportKey(taken.id);
  await bytes.withFolder(async (folder) => {
    const path = join(folder, 'export.zip');
    const size = await makeExport(parts, taken, { path, steps, signal });
    signal.throwIfAborted();
    await bytes.keep(key, path);
    if (!(await store.finish(taken.id, { ...steps, done: steps.total, bytes: size }, lifeMs)))
      await bytes.remove([key]);
  });
}

const oneAlready = () => new Refusal('conflict', 'There is an export already. Remove it first.');

const noExport = () => new Refusal('not_found', 'There is no export that is ready.');
