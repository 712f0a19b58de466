/** Finds the programs that the tests start, and installs missing ones on Debian. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const packages = {
  mariadbd: 'mariadb-server',
  'mariadb-install-db': 'mariadb-server',
  'redis-server': 'redis-server',
  haproxy: 'haproxy',
  caddy: 'caddy',
  chromium: 'chromium',
  faketime: 'faketime',
  openssl: 'openssl',
  'swift-proxy-server': 'swift-proxy',
  'swift-account-server': 'swift-account',
  'swift-container-server': 'swift-container',
  'swift-object-server': 'swift-object',
  'swift-ring-builder': 'swift',
  'systemd-analyze': 'systemd',
} as const;

export type ProgramName = keyof typeof packages;

/** One process at a time installs; the kernel releases the lock when its holder ends. */
const installLock = join(tmpdir(), 'duologue-install.lock');

/** Installs package $0. The exit code 101 of `policy-rc.d` keeps the package from starting its service. */
const installScript = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >$policy
  chmod 755 $policy
fi
apt-get -q update
apt-get -o DPkg::Lock::Timeout=120 -q install -y --no-install-recommends "$0"
`;

/**
 * Answers the full path of a program; as root on Debian, installs a missing package.
 * @throws Error that names the package to install
 */
export function requireProgram(name: ProgramName): string {
  const found = findProgram(name);
  if (found) return found;
  const packageName = packages[name];
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new Error(`These tests need ${name}: install it (Debian: apt-get install ${packageName}).`);
  }
  console.log(`Installing the Debian package ${packageName}, because these tests need ${name}.`);
  installPackage(packageName);
  const installed = findProgram(name);
  if (!installed) throw new Error(`The package ${packageName} is installed, but has no ${name}.`);
  return installed;
}

function findProgram(name: ProgramName): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/bin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installPackage(packageName: string): void {
  try {
    execFileSync('flock', [installLock, 'sh', '-c', installScript, packageName], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'pipe',
      timeout: 600_000,
    });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    const reason = stderr?.toString().trim().split('\n').at(-1) ?? error;
    throw new Error(`Could not install the Debian package ${packageName}: ${reason}`);
  }
}
