/** Makes the Socket.IO socket of the page. A file of its own, since the first view is drawn without a socket. */
import { Manager, type Socket } from 'socket.io-client';

/** @param timeoutMs - for the opening of the transport. */
export const createSocket = (timeoutMs: number): Socket =>
  new Manager(location.origin, {
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    timeout: timeoutMs,
  }).socket('/');
