/** Runs the short tier of the fault scenarios, which every test run includes. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Pair } from './conversing-pairs.ts';
import { failures } from './fault-report.ts';
import { readFile } from './file-reads.ts';
import { FileUpload } from './file-upload.ts';
import { plantedFaults, selfTest } from './planted-faults.ts';
import { spreadText } from './run-figures.ts';
import { type RunResult, runScenario } from './run-scenario.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';
import { scenarioNamed } from './scenario-list.ts';
import { startTestBed, type TestBed } from './test-bed.ts';

const shortTier = [
  'F1',
  'F4',
  'F6',
  'F7',
  'F10',
  'F12',
  'F14',
  'F26',
  'F29',
  'F38',
  'F42',
  'F43',
  'RC1',
  'RC2',
  'RC3',
  'RC4',
  'RC5',
  'RC6',
  'RC7',
  'RC8',
];

const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));

describe('guarantees under faults, short tier', function () {
  this.timeout(600_000);
  let bed: TestBed;

  before(async () => {
    bed = await startTestBed();
  });
  after(() => bed?.stop());

  it(`is judged by a checker that finds all ${plantedFaults.length} planted violations`, () => {
    expect(selfTest()).to.deep.equal([]);
  });

  for (const name of shortTier) {
    const scenario = scenarioNamed(name);
    it(`keeps every guarantee in ${name}: ${scenario.title} (FAULT_SEED=${seed})`, async () => {
      const result = await runScenario(bed, scenario, { seed, tier: 'short', pairs: 8, rate: 40 });
      report(result);
      expect(failures(result)).to.deep.equal([]);
    });
  }

  it('is judged by a checker that finds tampered rows of a live run', async () => {
    const { verdicts, broken, integrity } = await runScenario(bed, tampering, { seed, tier: 'short' });
    const ofChanges = ['lostChange', 'resurrected', 'diverged', 'revisionReused'];
    expect(broken).to.have.members(['lost', 'altered', ...ofChanges, 'fileLost', 'fileDiverged', 'fileAltered']);
    expect(verdicts.lost).to.have.length(1);
    expect(integrity.isSound).to.equal(false);
  });
});

/** Deletes a row, a reaction and a file, changes a body and a byte of a file, and writes back a deleted one. Must run last, because it corrupts the database. */
const tampering: Scenario = {
  name: 'tampering',
  title: 'rows are changed by SQL',
  isQuiet: true,
  async run(context) {
    const { pool, bed } = context;
    const { mariadb, databaseName } = bed;
    const [pair] = await pool.addPairs(1, { receipts: false });
    const [client] = pair!.clients;
    for (let left = 5; left > 0; left -= 1) await client!.sendOnce({ clientId: randomUUID(), body: `${left}` });
    const change = { id: randomUUID(), text: '👍', isOverHttp: false };
    await client!.changeOnce({ ...change, kind: 'react', seq: 1 });
    await client!.changeOnce({ ...change, kind: 'delete', seq: 3 });
    const ofSender = `senderId = (SELECT id FROM \`${databaseName}\`.\`User\` WHERE username = '${client!.user}')`;
    const table = `\`${databaseName}\`.\`Message\``;
    await mariadb.query(`DELETE FROM ${table} WHERE ${ofSender} AND seq = 5`);
    await mariadb.query(`UPDATE ${table} SET body = 'something else' WHERE ${ofSender} AND seq = 2`);
    await mariadb.query(`UPDATE ${table} SET body = '3' WHERE ${ofSender} AND seq = 3`);
    await mariadb.query(`DELETE FROM \`${databaseName}\`.\`Reaction\``);
    await tamperWithFiles(context, pair!);
  },
};

/** Deletes the row of one file, and changes a byte of another. */
async function tamperWithFiles({ bed, history, random }: ScenarioContext, { users, clients }: Pair): Promise<void> {
  const [client] = clients;
  const [user, peer] = users;
  const upload = () => new FileUpload({ ...client!.socket.options, user: client!.user }, random).run();
  const [lost = '', altered = ''] = [await upload(), await upload()];
  for (const file of [lost, altered]) await client!.sendOnce({ clientId: randomUUID(), body: '', files: [file] });
  await bed.mariadb.query(`DELETE FROM \`${bed.databaseName}\`.\`File\` WHERE id = '${lost}'`);
  const path = join(bed.filesDir, 'files', altered);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1);
  writeFileSync(path, bytes);
  await readFile(history, { user, peer, file: altered });
}

/** Prints the figures, which depend on the machine and are not judged. */
function report({ figures, measures }: RunResult): void {
  const { acked, unavailable, longestAckGap, delivery } = figures;
  console.log(
    `      ${acked} acknowledged, delivery ${spreadText(delivery)}, unavailable ${spreadText(unavailable)}, ack gap ${longestAckGap} ms`,
  );
  for (const { what, value, goal } of measures) console.log(`      ${what}: ${value} (goal ${goal})`);
}
