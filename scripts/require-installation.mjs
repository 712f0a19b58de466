/** Says in one sentence that Node.js is too old or that the packages are missing, before anything fails with a stack trace. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

function fault() {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [needed, current] = [engines.node.replace('>=', ''), process.versions.node];
  const [major, minor] = needed.split('.').map(Number);
  const [ownMajor, ownMinor] = current.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
    return `Duologue needs Node.js ${needed} or newer, and this is ${current}.`;
  }
  if (!existsSync('node_modules/typescript')) return 'The packages are not installed. Run "npm ci" first.';
  return null;
}

/** Exits with code 1 when something is missing. Uses only what old versions of Node.js know. */
export function requireInstallation() {
  const sentence = fault();
  if (sentence === null) return;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) requireInstallation();
