/** Starts and asks the process of users who write to each other during a flood. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { within } from '../support/waiting.ts';
import type { FloodTarget } from './flood.ts';

export interface Others {
  /** The flood, which says what others request beside sending messages. */
  what: string;
  target: FloodTarget;
  /** Each writes to the next one. */
  users: { username: string; cookie: string }[];
}

export interface Outcomes {
  /** Milliseconds of each act. */
  times: number[];
  refused: number;
}

export interface OthersSample {
  messages: Outcomes;
  requests: Outcomes;
}

export class OthersProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(others: Others): Promise<OthersProcess> {
    const file = fileURLToPath(new URL('others-process.ts', import.meta.url));
    const started = new OthersProcess(fork(file, { execArgv: ['--import', 'tsx'] }));
    await started.#ask(others, 30);
    return started;
  }

  measure(seconds: number): Promise<OthersSample> {
    return this.#ask({ seconds }, seconds + 60) as Promise<OthersSample>;
  }

  stop(): void {
    this.#child.disconnect();
  }

  async #ask(question: object, seconds: number): Promise<unknown> {
    const answered = once(this.#child, 'message');
    this.#child.send(question);
    const [answer] = await within(1_000 * seconds, 'an answer of the other users', answered);
    return answer;
  }
}
