/** Compares logins per second with bare argon2 on the same core, and measures delivery during logins. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pin } from '../cores.ts';
import { atLeast, atMost, compare } from '../figure.ts';
import { seededPassword } from '../seeded-rows.ts';
import { type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import type { Target } from '../target.ts';
import { warmUp } from '../warm-up.ts';
import { sendAt } from './rates-suite.ts';

const rate = 500;
const loginsAtOnce = 8;
/** Wait until as many logins end as begin. */
const rampMs = 500;

export const loginsSuite: Suite = {
  name: 'logins',
  title: 'logins per second, and delivery while people log in',
  async run(stage, say) {
    return using([await stage.cluster()] as const, async ([cluster]) => {
      await warmUp(stage, [cluster]);
      const rounds = await repeat(stage.plan.repetitions, async (repetition) => {
        say(`bare argon2, repetition ${repetition}`);
        const bare = await bareRate(stage);
        say(`logins, repetition ${repetition}`);
        const logins = await loginsDuring(cluster, wait(rampMs + stage.plan.measureMs));
        say(`delivery at ${rate}/s, quiet, repetition ${repetition}`);
        const quiet = await sendAt(stage, cluster, rate);
        say(`delivery at ${rate}/s while people log in, repetition ${repetition}`);
        const busy = sendAt(stage, cluster, rate);
        await loginsDuring(cluster, busy);
        return { bare, logins, quiet: quiet.p99, busy: (await busy).p99 };
      });
      return [
        compare({
          what: 'logins per second',
          unit: '/s',
          ours: rounds.map((round) => round.logins),
          reference: rounds.map((round) => round.bare),
          against: 'bare argon2, same core',
          goal: atLeast(0.9),
        }),
        compare({
          what: `delivery p99 at ${rate}/s while people log in`,
          unit: 'ms',
          ours: rounds.map((round) => round.busy),
          reference: rounds.map((round) => round.quiet),
          against: 'quiet',
          goal: atMost(2),
        }),
      ];
    });
  },
};

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function bareRate({ plan, cores }: Stage): Promise<number> {
  const args = ['--import', 'tsx', 'bench/bare-argon2.ts', `${plan.measureMs}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  pin(child.pid as number, cores.server);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return Number(output);
}

/** Logs in several users in parallel, repeatedly until `end` resolves; returns logins per second. */
async function loginsDuring({ ports, users }: Target, end: Promise<unknown>): Promise<number> {
  let ended = false;
  let count = 0;
  const logInAgain = async (turn: number) => {
    for (let next = turn; !ended; next += loginsAtOnce) {
      const { username } = users[next % users.length] as { username: string };
      const answer = await fetch(`http://127.0.0.1:${ports[0]}/api/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: seededPassword }),
      });
      if (!answer.ok) throw new Error(`A login was answered ${answer.status}: ${await answer.text()}`);
      await answer.text();
      count += 1;
    }
  };
  const all = Promise.all(Array.from({ length: loginsAtOnce }, (_, turn) => logInAgain(turn)));
  await Promise.race([wait(rampMs), all]);
  const [countedFrom, startedAt] = [count, performance.now()];
  await Promise.race([end, all]);
  const seconds = (performance.now() - startedAt) / 1_000;
  const done = count - countedFrom;
  ended = true;
  await all;
  return done / seconds;
}
