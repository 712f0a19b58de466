/** Checks what is installed: the lockfiles name nothing but the registry's packages, each by its hash, and none has a known hole. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Entry {
  resolved?: string;
  integrity?: string;
  link?: boolean;
}

const registry = 'https://registry.npmjs.org/';

function lockfileFaults(lockfile: string): string[] {
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as { packages: Record<string, Entry> };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { resolved, integrity, link }]) => {
      const faults: string[] = [];
      if (link || !path.startsWith('node_modules/')) faults.push(`${path}: comes from this folder`);
      // Where nothing is said, npm takes it from the registry it is told of, and the hash has to fit.
      if (resolved !== undefined && !resolved.startsWith(registry)) faults.push(`${path}: comes from ${resolved}`);
      if (!integrity?.startsWith('sha512-')) faults.push(`${path}: has no SHA-512`);
      return faults;
    });
}

/** Known holes of what runs in production. Without an answer nothing is known, which is said, and is no fault. */
function auditFaults(): string[] {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8', timeout: 60_000 });
  const report = readReport(stdout);
  if (!report?.vulnerabilities) {
    console.log('npm audit: the registry does not answer it here; known holes were not looked for.');
    return [];
  }
  return Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity }]) => `${name}: has a known hole (${severity}); see "npm audit --omit=dev"`);
}

function readReport(text: string): { vulnerabilities?: Record<string, { severity: string }> } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const lockfiles = ['package-lock.json', 'mutation/package-lock.json'];
const faults = [...lockfiles.flatMap(lockfileFaults), ...auditFaults()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
