/** The command `duologue version`: names the version of Duologue and of Node.js. */
import { readFileSync } from 'node:fs';
import type { Command } from './command.ts';

export const versionCommand: Command = {
  name: 'version',
  summary: 'print the version; also: --version',
  async run() {
    const version = duologueVersion();
    return { text: `duologue ${version}`, json: { version, node: process.versions.node } };
  },
};

export function duologueVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
