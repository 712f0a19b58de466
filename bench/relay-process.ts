/** Starts the bare relay in its own process. */
import { Program } from '../test/support/child-process.ts';
import { freePort } from '../test/support/free-port.ts';
import { isListening } from '../test/support/waiting.ts';

export class RelayProcess extends Program {
  readonly port: number;

  constructor(port: number) {
    super({
      name: 'bare Socket.IO relay',
      command: process.execPath,
      args: ['--enable-source-maps', '--import', 'tsx', 'bench/bare-relay.ts'],
      env: { PATH: process.env.PATH ?? '', PORT: `${port}` },
      isReady: () => isListening(port),
    });
    this.port = port;
  }
}

export async function startRelay(): Promise<RelayProcess> {
  const relay = new RelayProcess(await freePort());
  await relay.start();
  return relay;
}
