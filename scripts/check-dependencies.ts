/** Checks dependencies: lockfiles name only hashed registry packages, each production one is documented, none is vulnerable. */
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
      if (link || !path.startsWith('node_modules/')) faults.push(`${path}: comes from a local folder`);
      // Without `resolved`, npm uses its configured registry and verifies the hash.
      if (resolved !== undefined && !resolved.startsWith(registry)) faults.push(`${path}: comes from ${resolved}`);
      if (!integrity?.startsWith('sha512-')) faults.push(`${path}: has no SHA-512 hash`);
      return faults;
    });
}

/** Finds production dependencies without a row in the document that gives their reasons. */
function undocumented(document: string): string[] {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const text = readFileSync(document, 'utf8');
  return Object.keys(dependencies)
    .filter((name) => !text.includes(`\n| \`${name}\` |`))
    .map((name) => `${name}: has no row in ${document}`);
}

/** Finds known vulnerabilities of production dependencies. A registry without an audit answer is reported and is no fault. */
function auditFaults(): string[] {
  const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8', timeout: 60_000 });
  const report = readReport(stdout);
  if (!report?.vulnerabilities) {
    console.log('npm audit: the registry gave no answer; known vulnerabilities were not checked.');
    return [];
  }
  return Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity }]) => `${name}: has a known vulnerability (${severity}); see "npm audit --omit=dev"`);
}

function readReport(text: string): { vulnerabilities?: Record<string, { severity: string }> } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const lockfiles = ['package-lock.json', 'mutation/package-lock.json'];
const faults = [...lockfiles.flatMap(lockfileFaults), ...undocumented('docs/dependencies.md'), ...auditFaults()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
