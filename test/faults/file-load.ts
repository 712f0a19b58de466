/** Users who upload files, attach them, delete some of these messages, and read files: beside the base load, at a pace of their own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { TestUser } from '../support/client.ts';
import type { Pair, UserPool } from './conversing-pairs.ts';
import type { FaultHistory } from './fault-history.ts';
import { readFile } from './file-reads.ts';
import { FileUpload } from './file-upload.ts';
import type { LiveClient } from './live-client.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { BedNode } from './test-bed.ts';

export interface FileLoadParts {
  pool: UserPool;
  history: FaultHistory;
  nodes: readonly BedNode[];
  random: SeededRandom;
}

const restMs = 300;
const filesMax = 3;
const readsAtOnce = 6;
const attempts = 5;
const shares = { unattached: 0.15, again: 0.1, ofPeer: 0.05, delete: 0.25, edit: 0.1, read: 0.4, foreign: 0.2 };

interface FilePair {
  pair: Pair;
  stranger: TestUser;
  /** The finished uploads of each user that no message has taken, and the ids of all. */
  finished: Map<LiveClient, string[]>;
  all: Map<LiveClient, string[]>;
}

export class FileLoad {
  readonly #parts: FileLoadParts;
  readonly #pairs: FilePair[] = [];
  readonly #running: Promise<void>[] = [];
  readonly #late = new AbortController();
  #isStopped = false;

  constructor(parts: FileLoadParts) {
    this.#parts = parts;
  }

  /** @param count - of pairs; each user has two devices, of which the first uploads */
  async start(count: number): Promise<void> {
    const { pool } = this.#parts;
    for (const pair of await pool.addPairs(count, { receipts: false })) {
      pair.isSilent = true;
      const writers = [pair.clients[0]!, pair.clients[2]!];
      const empty = () => new Map(writers.map((client): [LiveClient, string[]] => [client, []]));
      const added = { pair, stranger: await pool.createUser('eve'), finished: empty(), all: empty() };
      this.#pairs.push(added);
      this.#running.push(...writers.map((client) => this.#run(added, client)));
    }
  }

  /**
   * Attaches the finished uploads that wait for a message.
   * @param lateMs - the uploads under way have this long to finish, then they are given up
   */
  async stop(lateMs = 0): Promise<void> {
    this.#isStopped = true;
    const timer = setTimeout(() => this.#late.abort(), lateMs);
    await Promise.all(this.#running);
    clearTimeout(timer);
  }

  /** Reads every file that was finished: as the two members through two nodes, and as a stranger. */
  async readAll(): Promise<void> {
    const queue = new PQueue({ concurrency: readsAtOnce });
    const { nodes } = this.#parts;
    const [first, last] = [nodes[0]!.process.url, nodes.at(-1)!.process.url];
    const reads = this.#pairs.flatMap(({ pair, stranger, all }) => {
      const [ann, ben] = pair.users;
      return [...all.values()]
        .flat()
        .flatMap((file) => [
          () => this.#readInTheEnd(ann.at(first), ben, file),
          () => this.#readInTheEnd(ben.at(last), ann, file),
          () => this.#readInTheEnd(stranger, ann, file),
        ]);
    });
    await queue.addAll(reads);
  }

  async #run(files: FilePair, client: LiveClient): Promise<void> {
    const { random } = this.#parts;
    while (!this.#isStopped) {
      const upload = new FileUpload({ ...client.socket.options, user: client.user, signal: this.#late.signal }, random);
      const file = await upload.run();
      if (file !== undefined) {
        files.all.get(client)!.push(file);
        if (!random.chance(shares.unattached)) files.finished.get(client)!.push(file);
      }
      await this.#useFiles(files, client);
      await sleep(restMs);
    }
    while (this.#attach(files, client));
  }

  async #useFiles(files: FilePair, client: LiveClient): Promise<void> {
    const { random } = this.#parts;
    if (files.finished.get(client)!.length >= random.between(1, filesMax)) this.#attach(files, client);
    this.#misuse(files, client);
    const own = client.view().messages.filter(({ from, files: of }) => from === client.user && of);
    if (own.length === 0) return;
    const { seq, files: [file] = [] } = random.pick(own);
    const change = { id: randomUUID(), seq, isOverHttp: random.chance(0.5) };
    if (random.chance(shares.edit)) client.change({ ...change, kind: 'edit', text: `Edited ${change.id}` });
    if (random.chance(shares.delete)) client.change({ ...change, id: randomUUID(), kind: 'delete', text: '' });
    await this.#readMeanwhile(files, file!);
  }

  async #readMeanwhile({ pair, stranger }: FilePair, file: string): Promise<void> {
    const { random, history, pool } = this.#parts;
    const [user, peer] = random.chance(0.5) ? pair.users : [pair.users[1], pair.users[0]];
    const { url } = pool;
    if (random.chance(shares.read)) await readFile(history, { user, peer, file, url });
    if (random.chance(shares.foreign)) await readFile(history, { user: stranger, peer, file, url });
  }

  /** Answers whether there were files. */
  #attach({ finished }: FilePair, client: LiveClient): boolean {
    const files = finished.get(client)!.splice(0, filesMax);
    if (files.length === 0) return false;
    client.send(this.#parts.random.chance(0.5) ? '' : `With ${files.length} files`, undefined, files);
    return true;
  }

  /** Sends what must be refused: a file for the second time, or one of the peer. */
  #misuse({ all }: FilePair, client: LiveClient): void {
    const { random } = this.#parts;
    const [[, own], [, ofPeer]] = [...all].sort(([one]) => (one === client ? -1 : 1)) as [
      [LiveClient, string[]],
      [LiveClient, string[]],
    ];
    const again = own.slice(0, -filesMax * 2);
    if (again.length > 0 && random.chance(shares.again)) client.send('Again', undefined, [random.pick(again)]);
    if (ofPeer.length > 0 && random.chance(shares.ofPeer)) client.send('Taken', undefined, [random.pick(ofPeer)]);
  }

  async #readInTheEnd(user: TestUser, peer: TestUser, file: string): Promise<void> {
    for (let left = attempts; left > 0; left -= 1) {
      const { phase } = await readFile(this.#parts.history, { user, peer, file, isInTheEnd: true });
      if (phase !== 'unknown') return;
      await sleep(restMs);
    }
  }
}
