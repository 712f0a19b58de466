/** WebSocket implementation for Engine.IO that takes all packets of one event-loop turn at once. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';

/** Bytes that may wait in the TCP socket before packets wait in Engine.IO again. */
const promptBytesMax = 64 * 1024;

type Data = Parameters<WebSocket['send']>[0];
type Options = Parameters<WebSocket['send']>[1];
type OnSent = (error?: Error) => void;

/**
 * Engine.IO sends a packet, waits until the operating system has it, and sends the packets that came meanwhile: two writes
 * for a turn with several packets. This WebSocket calls back when the TCP socket holds the packet, so that all packets of a
 * turn leave in one write (`connection-cork.ts`). With 8 messages outstanding this raises saturation by 12 % (docs/performance.md).
 * A failed write still closes the connection.
 */
class PromptWebSocket extends WebSocket {
  override send(data: Data, onSent?: OnSent): void;
  override send(data: Data, options: Options, onSent?: OnSent): void;
  override send(data: Data, options?: Options | OnSent, onSent?: OnSent): void {
    const isPrompt = this.readyState === WebSocket.OPEN && this.bufferedAmount <= promptBytesMax;
    if (typeof options !== 'function') super.send(data, options ?? {}, onSent);
    else if (isPrompt) this.#sendPrompt(data, options);
    else super.send(data, options);
  }

  #sendPrompt(data: Data, onSent: OnSent): void {
    super.send(data);
    onSent();
  }
}

/** The value of Engine.IO's option `wsEngine`. */
export class PromptWebSocketServer extends WebSocketServer<typeof PromptWebSocket> {
  constructor(options: ServerOptions<typeof PromptWebSocket>) {
    // Own pongs stop with `terminate`: ws would make an error for each ping that is left in the chunk.
    super({ ...options, WebSocket: PromptWebSocket, autoPong: false });
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onOpen: (webSocket: PromptWebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (webSocket, client) => {
      webSocket.on('ping', (data) => webSocket.readyState === WebSocket.OPEN && webSocket.pong(data));
      onOpen(webSocket, client);
    });
  }
}
