/** Writes of every kind through a node's interface, and the comparison of what it acknowledged with its file. */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import { logIn, register, type TestUser, uniqueName } from '../support/client.ts';
import type { Device } from '../support/device.ts';

export const writeKinds = ['message', 'name', 'read state', 'log-out', 'block'] as const;

export type WriteKind = (typeof writeKinds)[number];

/** Sessions to log out and users to block, one for each such write. */
type Spare = Record<'log-out' | 'block', TestUser[]>;

export class AcknowledgedWrites {
  readonly #url: string;
  readonly #ann: TestUser;
  readonly #ben: TestUser;
  readonly #ownDevice: Device;
  readonly #peersDevice: Device;
  readonly #spare: Spare;
  readonly #messages: string[] = [];
  readonly #loggedOut: TestUser[] = [];
  readonly #blocked: string[] = [];
  #readSeq = 0;
  /** The names that the account may have: a refused rename may have been stored. */
  #names: string[] = [];
  refused = 0;
  acknowledged = 0;

  private constructor(url: string, [ann, ben]: [TestUser, TestUser], devices: [Device, Device], spare: Spare) {
    this.#url = url;
    [this.#ann, this.#ben] = [ann, ben];
    [this.#ownDevice, this.#peersDevice] = devices;
    this.#spare = spare;
  }

  /** @param rounds - the number of rounds to prepare for. */
  static async prepare(url: string, rounds: number): Promise<AcknowledgedWrites> {
    const [ann, ben] = [await register(url), await register(url)];
    const spare: Spare = { 'log-out': [], block: [] };
    for (let left = rounds; left > 0; left -= 1) {
      spare['log-out'].push(await logIn(url, ann));
      spare.block.push(await register(url));
    }
    const writes = new AcknowledgedWrites(url, [ann, ben], [await ann.connect(), await ben.connect()], spare);
    await writes.#send();
    return writes;
  }

  /** One write of each kind, at once. */
  async round(kinds: readonly WriteKind[] = writeKinds): Promise<void> {
    await Promise.all(kinds.map((kind) => this.#write(kind)));
  }

  #write(kind: WriteKind): Promise<void> {
    if (kind === 'message') return this.#send();
    if (kind === 'name') return this.#rename();
    if (kind === 'read state') return this.#read();
    const other = this.#spare[kind].pop() as TestUser;
    return kind === 'log-out' ? this.#logOut(other) : this.#block(other);
  }

  #count(isAcknowledged: boolean): boolean {
    if (isAcknowledged) this.acknowledged += 1;
    else this.refused += 1;
    return isAcknowledged;
  }

  async #send(): Promise<void> {
    const clientId = randomUUID();
    const { ok } = await this.#ownDevice.request('chatMessage', { to: this.#ben.username, clientId, body: clientId });
    if (this.#count(ok)) this.#messages.push(clientId);
  }

  async #rename(): Promise<void> {
    const displayName = uniqueName('Ann');
    const { status } = await this.#ann.fetch('/api/me', { method: 'PATCH', body: { displayName } });
    this.#names = this.#count(status === 200) ? [displayName] : [...this.#names, displayName];
  }

  async #logOut(device: TestUser): Promise<void> {
    // The answer takes the cookie away; the copy keeps it.
    const copy = device.at(this.#url);
    const { status } = await device.logOut();
    if (this.#count(status === 204)) this.#loggedOut.push(copy);
  }

  async #block({ username }: TestUser): Promise<void> {
    const { status } = await this.#ann.fetch(`/api/blocks/${username}`, { method: 'PUT' });
    if (this.#count(status === 204)) this.#blocked.push(username);
  }

  async #read(): Promise<void> {
    const seq = this.#messages.length;
    const answer = await this.#peersDevice.request('markRead', { with: this.#ann.username, seq });
    if (this.#count(answer.ok) && answer.ok) this.#readSeq = answer.data.read;
  }

  /** Compares with the file of a node that has ended. Answers what is missing. */
  missingIn(file: string): string[] {
    const database = new DatabaseSync(file);
    const values = (sql: string) =>
      database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)[0]);
    try {
      const bodies = new Set(values('SELECT `body` FROM `Message`'));
      const [name] = values(`SELECT displayName FROM User WHERE username = '${this.#ann.username}'`);
      const read = Math.max(...(values('SELECT `readSeq` FROM `Member`') as number[]));
      const blocked = new Set(
        values(
          'SELECT `username` FROM `User` JOIN `Channel` ON `User`.`id` IN (`lowId`, `highId`) WHERE `blockedBy` > 0',
        ),
      );
      return [
        ...this.#messages.filter((body) => !bodies.has(body)).map((body) => `message ${body}`),
        ...this.#blocked.filter((username) => !blocked.has(username)).map((username) => `block of ${username}`),
        ...(this.#names.length === 0 || this.#names.includes(`${name}`)
          ? []
          : [`name ${this.#names.at(-1)}, not ${name}`]),
        ...(read >= this.#readSeq ? [] : [`read state ${this.#readSeq}, not ${read}`]),
      ];
    } finally {
      database.close();
    }
  }

  /** Answers the statuses with which the node serves the sessions that were logged out. */
  async servedEndedSessions(): Promise<number[]> {
    const answers = await Promise.all(this.#loggedOut.map((device) => device.fetch('/api/me')));
    return answers.map(({ status }) => status).filter((status) => status !== 401);
  }
}
