/** Builds dist/: the Prisma clients, then server and page side by side. --if-stale: only when a source is newer. --clients-only: the Prisma clients. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorker } from './build-worker.mjs';
import { compressPage } from './compress-page.mjs';
import { requireInstallation } from './require-installation.mjs';

const stamp = 'dist/.built';
const sources = [
  'src',
  'prisma',
  'package-lock.json',
  'tsconfig.json',
  'scripts/build.mjs',
  'scripts/build-worker.mjs',
  'scripts/compress-page.mjs',
];

const scripts = {
  prisma: 'node_modules/prisma/build/index.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
};

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  if (path.endsWith('generated')) return 0;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs the script of a tool with this Node: the files below node_modules/.bin differ between systems. */
function run(tool, args, env = {}) {
  const options = { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(process.execPath, [scripts[tool], ...args], options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${tool} ${args.join(' ')}\n${output}`))));
    child.on('error', reject);
  });
}

// Generating needs no schema engine, but Prisma downloads one unless a path is set.
const generate = (schema) =>
  run('prisma', ['generate', '--schema', schema], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
  });

const generateClients = () => Promise.all(['prisma/schema.prisma', 'prisma/sqlite/schema.prisma'].map(generate));

async function build() {
  const started = Date.now();
  process.stdout.write('Building Duologue …');
  const page = run('vite', ['build', '--config', 'src/web/vite.config.ts', '--logLevel', 'warn']);
  await generateClients();
  await run('tsc', ['-p', 'tsconfig.json']);
  await page;
  await buildWorker('dist/web');
  compressPage('dist/web');
  writeFileSync(stamp, '');
  process.stdout.write(` done in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

function fail(error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

requireInstallation();
const stale = () => !existsSync(stamp) || Math.max(...sources.map(newest)) > statSync(stamp).mtimeMs;
if (process.argv.includes('--clients-only')) await generateClients().catch(fail);
else if (!process.argv.includes('--if-stale') || stale()) await build().catch(fail);
