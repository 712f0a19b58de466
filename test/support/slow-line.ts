/** A line between a browser and a node that can be made slow: a round trip and a number of bytes a second, each way. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

interface Speed {
  roundTripMs: number;
  /** Of all connections together, in each direction. */
  bytesPerSecond: number;
}

const unlimited: Speed = { roundTripMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

/** One direction, shared by all connections: bytes leave in the order in which they came. */
class Direction {
  #freeAt = 0;

  /** When the last of these bytes arrives. */
  arrivalOf(bytes: number, { roundTripMs, bytesPerSecond }: Speed): number {
    this.#freeAt = Math.max(Date.now(), this.#freeAt) + (1_000 * bytes) / bytesPerSecond;
    return this.#freeAt + roundTripMs / 2;
  }
}

export class SlowLine {
  speed = unlimited;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #directions = [new Direction(), new Direction()] as const;

  private constructor(port: number, target: number) {
    this.port = port;
    this.#server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      this.#pump(near, far, this.#directions[0]);
      this.#pump(far, near, this.#directions[1]);
    });
  }

  /** @param target - the port of the node. */
  static async to(target: number): Promise<SlowLine> {
    const slowLine = new SlowLine(await freePort(), target);
    await new Promise<void>((listening) => slowLine.#server.listen(slowLine.port, '127.0.0.1', listening));
    return slowLine;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #pump(from: Socket, to: Socket, direction: Direction): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    const later = (bytes: number, work: () => void) => {
      setTimeout(work, direction.arrivalOf(bytes, this.speed) - Date.now());
    };
    from.on('data', (chunk) => later(chunk.length, () => to.writable && to.write(chunk)));
    from.on('end', () => later(0, () => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      later(0, () => to.destroy());
    });
  }
}
