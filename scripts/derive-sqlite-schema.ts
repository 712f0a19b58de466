/** Derives prisma/sqlite/schema.prisma from the MySQL schema; --check only compares them. */
import { readFileSync, writeFileSync } from 'node:fs';

const source = readFileSync('prisma/schema.prisma', 'utf8');
const target = 'prisma/sqlite/schema.prisma';

const derived = source
  .replace(/^(\/\/.*\n)+/, '// Made from ../schema.prisma by `npm run schema`; not edited by hand.\n')
  .replace('"../src/storage/generated/mysql"', '"../../src/storage/generated/sqlite"')
  .replace('provider = "mysql"', 'provider = "sqlite"')
  .replace(/ +@db\.\w+(\(\d+\))?/g, '');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== derived) {
    console.error(`${target} does not match prisma/schema.prisma: run \`npm run schema\`.`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, derived);
}
