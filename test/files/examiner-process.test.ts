/** The examiner process under hostile bytes: it is bounded, killed and replaced, and the node goes on. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { imageTypes } from '../../src/protocol/media-types.ts';
import { until } from '../support/waiting.ts';
import { examinerOfTest } from './examined-bytes.ts';
import { animation, imageOf } from './sample-images.ts';

const small = { width: 12, height: 8 };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    ({ code }: { code: string }) => code,
  );

/** The same numbers in every run (mulberry32). */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutated(bytes: Buffer, random: (below: number) => number): Buffer {
  const changed = Buffer.from(bytes);
  for (let changes = 1 + random(8); changes > 0; changes -= 1) changed[random(changed.length)] = random(256);
  if (random(4) === 0) return changed.subarray(0, 1 + random(changed.length));
  if (random(4) === 0) return Buffer.concat([changed, changed.subarray(random(changed.length))]);
  return changed;
}

const examinerProcesses = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === process.pid && commandOf(pid).includes('examiner-process'));

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

const parentOf = (pid: number) => Number(/^PPid:\s*(\d+)/m.exec(readProc(pid, 'status'))?.[1]);
const commandOf = (pid: number) => readProc(pid, 'cmdline');

describe('the examiner process', () => {
  it('survives 1,000 mutated images, and answers each with an image or a typed refusal', async function () {
    this.timeout(180_000);
    const examiner = examinerOfTest();
    const random = seeded(15);
    const originals = await Promise.all(imageTypes.map((type) => imageOf(type, small)));
    originals.push(await animation('gif', 3, small), await animation('webp', 3, small));
    const outcomes: Record<string, number> = {};
    for (let run = 0; run < 1_000; run += 1) {
      const outcome = await codeOf(examiner.examine(mutated(originals[run % originals.length] as Buffer, random)));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    await examiner.close();
    expect(outcomes).to.have.all.keys('accepted', 'invalid_input');
  });

  it('is killed when an examination takes too long, and replaced', async () => {
    const examiner = examinerOfTest(1);
    expect(await codeOf(examiner.examine('hello'))).to.equal('unavailable');
    await until('it is gone', async () => examinerProcesses().length === 0);
    expect(await codeOf(examiner.examine('hello'))).to.equal('unavailable');
    await examiner.close();
  });

  it('is replaced after it dies, idle or at work', async () => {
    const examiner = examinerOfTest();
    await examiner.examine('hello');
    const [first] = examinerProcesses();
    process.kill(first as number, 'SIGKILL');
    await until('it is gone', async () => examinerProcesses().length === 0);
    const atWork = codeOf(examiner.examine(await imageOf('image/webp', { width: 2_000, height: 1_500 })));
    await until('another one is there', async () => examinerProcesses().length === 1);
    process.kill(examinerProcesses()[0] as number, 'SIGKILL');
    expect(await atWork).to.equal('unavailable');
    expect((await examiner.examine('hello')).type).to.equal('text/plain');
    await examiner.close();
    expect(examinerProcesses()).to.deep.equal([]);
  });

  it('is the first to end when memory is short', async () => {
    const examiner = examinerOfTest();
    await examiner.examine('hello');
    expect(readProc(examinerProcesses()[0] as number, 'oom_score_adj').trim()).to.equal('1000');
    await examiner.close();
  });

  it('knows none of the settings of the node', async () => {
    process.env.PLANTED = 'planted-secret';
    const examiner = examinerOfTest();
    await examiner.examine('hello');
    const [pid] = examinerProcesses();
    expect(readProc(pid as number, 'environ'))
      .to.contain('VIPS')
      .and.not.contain('planted-secret');
    delete process.env.PLANTED;
    await examiner.close();
  });

  it('has a bounded queue: further files are refused at once', async () => {
    const examiner = examinerOfTest();
    const outcomes = await Promise.all(Array.from({ length: 45 }, () => codeOf(examiner.examine('hello'))));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).to.have.length(40);
    expect(outcomes.slice(40)).to.deep.equal(Array(5).fill('unavailable'));
    expect(await codeOf(examiner.examine('hello'))).to.equal('accepted');
    await examiner.close();
  });
});
