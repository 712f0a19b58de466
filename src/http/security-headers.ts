/** The headers every answer carries: nothing runs or loads that we did not serve, nobody frames us. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import helmet from 'helmet';

const self = ["'self'"];

const policies = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: self,
      styleSrc: self,
      imgSrc: self,
      fontSrc: self,
      connectSrc: self,
      manifestSrc: self,
      baseUri: ["'none'"],
      formAction: self,
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  crossOriginEmbedderPolicy: true,
  // Below, over HTTPS alone.
  strictTransportSecurity: false,
});

/** Two years, as the preload lists ask for. Whether subdomains and those lists are for it, only the operator knows. */
const httpsOnly = `max-age=${2 * 365 * 24 * 3_600}`;

const unused = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
];
unused.push(
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
);
const permissions = unused.map((feature) => `${feature}=()`).join(', ');

type Headers = Pick<ServerResponse, 'setHeader' | 'removeHeader'>;

function secure(request: IncomingMessage, response: Headers, isHttps: boolean): void {
  policies(request, response as ServerResponse, () => {});
  response.setHeader('Permissions-Policy', permissions);
  // What may be kept says so itself: the page's files.
  response.setHeader('Cache-Control', 'no-store');
  if (isHttps) response.setHeader('Strict-Transport-Security', httpsOnly);
}

/**
 * On the server itself and before all else: so that what no route and no hook sees, and Socket.IO's answers, carry them too.
 * @param isHttps - whether a trusted proxy took the request over HTTPS.
 */
export function secureAnswers(server: Server, isHttps: (request: IncomingMessage) => boolean): void {
  server.prependListener('request', (request, response) => secure(request, response, isHttps(request)));
}

/** The same as lines, for an answer to what is no HTTP. */
export function rawSecureHeaders(): string {
  const lines: string[] = [];
  const collect = {
    setHeader: (name: string, value: unknown) => lines.push(`${name}: ${value}\r\n`),
    removeHeader() {},
  };
  secure({} as IncomingMessage, collect as unknown as Headers, false);
  return lines.join('');
}
