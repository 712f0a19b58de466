/** Leaves out parts of packages that the page does not use, while the page is built. */
import type { Plugin } from 'vite';

/** By the path of a file: what takes its place. */
const replaced: readonly [path: RegExp, code: string][] = [
  [
    /engine\.io-client\/build\/esm(-debug)?\/transports\/index\.js/,
    `import { WS } from './websocket.node.js'; export const transports = { websocket: WS };`,
  ],
  // Only `Manager` is used. Beside it, the entries of the packages keep a cache of managers, and the parser of its keys.
  [/socket\.io-client\/build\/esm(-debug)?\/index\.js/, `export { Manager } from './manager.js';`],
  [
    /engine\.io-client\/build\/esm(-debug)?\/index\.js/,
    `export { Socket } from './socket.js'; export { installTimerFunctions } from './util.js'; export { nextTick } from './globals.node.js';`,
  ],
  // Browsers have parsers of their own.
  [
    /engine\.io-client\/build\/esm(-debug)?\/contrib\/parseuri\.js/,
    `export function parse(uri) {
      const { protocol, hostname, port } = new URL(uri);
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/^\\[|\\]$/g, ''), port };
    }`,
  ],
  [
    /engine\.io-client\/build\/esm(-debug)?\/contrib\/parseqs\.js/,
    `export const encode = (fields) => new URLSearchParams(fields).toString();
    export const decode = (query) => Object.fromEntries(new URLSearchParams(query));`,
  ],
  // The base may be a path.
  [
    /node_modules\/url-parse\/index\.js/,
    'export default class extends URL { constructor(url, base) { super(url, new URL(base, location.href)); } }',
  ],
  // The rest of the file serves the other transports. The WebSocket of a browser takes no options.
  [
    /engine\.io-client\/build\/esm(-debug)?\/util\.js/,
    `export function installTimerFunctions(target) {
      target.setTimeoutFn = (act, ms) => setTimeout(act, ms);
      target.clearTimeoutFn = (timer) => clearTimeout(timer);
    }
    export const pick = () => ({});
    export const byteLength = () => 0;
    export const randomString = () => '';`,
  ],
  // The page reconnects by itself.
  [
    /socket\.io-client\/build\/esm(-debug)?\/contrib\/backo2\.js/,
    `export class Backoff {
      attempts = 0;
      setMin() {}
      setMax() {}
      setJitter() {}
      duration() { return 0; }
      reset() {}
    }`,
  ],
  // Without the transport, its file would still look for the browser's XMLHttpRequest.
  [/engine\.io-client\/build\/esm(-debug)?\/transports\/polling-xhr\.js/, 'export class XHR {}'],
  // The wire has no bytes. Every payload would be searched for them.
  [
    /socket\.io-parser\/build\/esm(-debug)?\/is-binary\.js/,
    'export const isBinary = () => false; export const hasBinary = isBinary;',
  ],
  [
    /socket\.io-parser\/build\/esm(-debug)?\/binary\.js/,
    `export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;`,
  ],
  [
    /engine\.io-parser\/build\/esm(-debug)?\/encodePacket\.browser\.js/,
    `import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data = '' }, _, callback) => callback(PACKET_TYPES[type] + data);
    export const encodePacketToBinary = encodePacket;`,
  ],
  [
    /engine\.io-parser\/build\/esm(-debug)?\/contrib\/base64-arraybuffer\.js/,
    'export const decode = () => new ArrayBuffer(0); export const encode = () => "";',
  ],
  // The package writes the sixteen bytes out one by one, which is quicker for many.
  [
    /node_modules\/uuid\/dist\/stringify\.js/,
    `export const unsafeStringify = (bytes) =>
      Array.from(bytes, (byte, at) => (/^(4|6|8|10)$/.test(at) ? '-' : '') + (byte + 256).toString(16).slice(1)).join('');
    export default unsafeStringify;`,
  ],
  // Vite's own one also loads the scripts that a later view shares with others. A stylesheet that failed is asked for again;
  // those of the document are there, and a second time after the others they would override them.
  [
    /vite\/preload-helper/,
    `const ofDocument = [...document.querySelectorAll('link[rel=stylesheet]')];
    const styles = new Map(ofDocument.map((link) => [link.getAttribute('href').slice(1), null]));
    function load(file) {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/' + file });
      return new Promise((resolve, reject) => {
        link.onload = resolve;
        link.onerror = () => {
          styles.delete(file);
          link.remove();
          reject(new Error('No stylesheet ' + file));
        };
        document.head.append(link);
      });
    }
    function style(file) {
      if (!styles.has(file)) styles.set(file, load(file));
      return styles.get(file);
    }
    export const __vitePreload = (load, files = []) => Promise.all([load(), ...files.map(style)]).then(([code]) => code);`,
  ],
];

export const leanPackages: Plugin = {
  name: 'lean-packages',
  enforce: 'pre',
  transform: {
    filter: { id: replaced.map(([path]) => path) },
    handler(_, id) {
      const code = replaced.find(([path]) => path.test(id))?.[1];
      return code === undefined ? null : { code, map: null };
    },
  },
};
