/** Two users of whom one blocks the other again and again, while both try to change messages. */
import { randomUUID } from 'node:crypto';
import { askOverHttp, type ChangeKind } from './change-command.ts';
import { conversationOf } from './fault-history.ts';
import type { LiveClient } from './live-client.ts';
import type { ScenarioContext } from './scenario.ts';

const restMs = 300;
const kinds: readonly ChangeKind[] = ['edit', 'react', 'unreact', 'pin', 'unpin'];

type ContextParts = Pick<ScenarioContext, 'pool' | 'history'>;

export class BlockingPair {
  readonly #context: ContextParts;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(context: ContextParts) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const { pool } = this.#context;
    const [pair] = await pool.addPairs(1, { devices: 1, receipts: false });
    pair!.isSilent = true;
    const [me, peer] = pair!.clients as [LiveClient, LiveClient];
    me.send('One');
    peer.send('Two');
    const { cookie } = pair!.users[0];
    this.#running = this.#run(me, peer, cookie);
  }

  /** Leaves the pair without a block. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(me: LiveClient, peer: LiveClient, cookie: string): Promise<void> {
    // A block that comes first would refuse the messages that are to be changed.
    while (!this.#isStopped && [me, peer].some(({ top }) => top < 2)) await sleep(restMs);
    while (!this.#isStopped) {
      if (await this.#setBlock(me, cookie, true)) await this.#changeAll([me, peer]);
      while (!(await this.#setBlock(me, cookie, false))) await sleep(restMs);
      await this.#changeAll([me, peer]);
      await sleep(restMs);
    }
  }

  async #setBlock({ user, peer }: LiveClient, cookie: string, isOn: boolean): Promise<boolean> {
    const { pool, history } = this.#context;
    const conversation = conversationOf(user, peer);
    const block = { op: 'block', call: history.nextCall(), user, conversation, isOn } as const;
    history.record({ ...block, phase: 'invoke' });
    const path = `/api/blocks/${peer}`;
    const outcome = await askOverHttp({ urls: pool.urls, cookie }, isOn ? 'PUT' : 'DELETE', path);
    history.record({ ...block, phase: outcome.phase, detail: outcome.phase === 'ok' ? undefined : outcome.code });
    return outcome.phase === 'ok';
  }

  /** Each tries every kind of change, on one message of each of the two. */
  async #changeAll(clients: readonly LiveClient[]): Promise<void> {
    for (const kind of kinds) {
      await Promise.all(
        clients.map((client, index) => {
          const seq = client.isOwn(1) ? 1 : 2;
          const id = randomUUID();
          const text = kind === 'edit' ? `Edited ${id}` : '👍';
          return client.changeOnce({ id, kind, seq, text, isOverHttp: index === 0 });
        }),
      );
    }
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
