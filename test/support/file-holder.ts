/** Another process that holds the SQLite file of a node. */
import { fileURLToPath } from 'node:url';
import { Program } from './child-process.ts';

/** The process runs this on its handle `db`, then reports that it holds the file. */
const holds = {
  'a write transaction': "db.exec('BEGIN IMMEDIATE')",
  'an exclusive transaction': "db.exec('BEGIN EXCLUSIVE')",
  'a transaction that has written': "db.exec('BEGIN IMMEDIATE'); db.exec('CREATE TABLE `Foreign` (`id` TEXT)')",
  'a long read': "db.exec('BEGIN'); db.prepare('SELECT COUNT(*) FROM `Message`').get()",
  'an online backup': "db.exec('BEGIN'); backup(db, file + '-copy', { rate: 1 })",
};

export type Hold = keyof typeof holds;

export const holdNames = Object.keys(holds) as Hold[];

const script = (file: string, hold: Hold) => `
  import { backup, DatabaseSync } from '@photostructure/sqlite';
  const file = ${JSON.stringify(file)};
  const db = new DatabaseSync(file, { timeout: 5000 });
  ${holds[hold]};
  console.log('held');
  process.on('SIGTERM', () => { if (db.isTransaction) db.exec('ROLLBACK'); process.exit(0); });
  setInterval(() => {}, 1000);`;

/** Settles when the process holds the file; `stop` releases it. */
export async function holdFile(file: string, hold: Hold): Promise<Program> {
  const holder = new Program({
    name: `a process with ${hold}`,
    command: process.execPath,
    args: ['--input-type=module', '-e', script(file, hold)],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    isReady: (program) => program.output().includes('held'),
  });
  await holder.start();
  return holder;
}
