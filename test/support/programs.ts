/** The programs the tests start: where they are, and how they get onto a Debian machine that lacks them. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const packages = {
  mariadbd: 'mariadb-server',
  'mariadb-install-db': 'mariadb-server',
  'redis-server': 'redis-server',
  haproxy: 'haproxy',
  chromium: 'chromium',
  faketime: 'faketime',
  openssl: 'openssl',
} as const;

export type ProgramName = keyof typeof packages;

const policyFile = '/usr/sbin/policy-rc.d';

/**
 * The full path of a program; installs its package where that is possible.
 * @throws one line that says what to install
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
  if (!installed) throw new Error(`The package ${packageName} is installed, but ${name} is not to be found.`);
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

let listsAreFresh = false;

/** Installs without starting the package's service: exit code 101 of this file forbids it. */
function installPackage(packageName: string): void {
  const ownPolicy = !existsSync(policyFile);
  if (ownPolicy) writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    if (!listsAreFresh) apt('update');
    listsAreFresh = true;
    apt('install', '-y', '--no-install-recommends', packageName);
  } finally {
    if (ownPolicy) rmSync(policyFile);
  }
}

function apt(...args: string[]): void {
  try {
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-q', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'pipe',
      timeout: 600_000,
    });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(`apt-get ${args.join(' ')} failed: ${stderr?.toString().trim().split('\n').at(-1) ?? error}`);
  }
}
