/** Starts a reference server, bare libraries without Duologue, in its own process. */
import { Program } from '../test/support/child-process.ts';
import { freePort } from '../test/support/free-port.ts';
import { isListening } from '../test/support/waiting.ts';

export class ReferenceProcess extends Program {
  readonly port: number;

  constructor(script: string, port: number, env: Record<string, string>) {
    super({
      name: script,
      command: process.execPath,
      args: ['--enable-source-maps', '--import', 'tsx', `bench/${script}`],
      env: { PATH: process.env.PATH ?? '', PORT: `${port}`, ...env },
      isReady: () => isListening(port),
    });
    this.port = port;
  }
}

export async function startReference(script: string, env: Record<string, string>): Promise<ReferenceProcess> {
  const reference = new ReferenceProcess(script, await freePort(), env);
  await reference.start();
  return reference;
}
