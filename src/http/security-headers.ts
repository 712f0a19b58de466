/** Sets the security headers of every response: only own scripts and files load, and no site may frame the page. */
import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
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
  // Set below, over HTTPS only.
  strictTransportSecurity: false,
});

/** Two years, the minimum of the preload lists. Subdomains and preloading stay the operator's decision. */
const httpsOnly = `max-age=${2 * 365 * 24 * 3_600}`;

/** Browser features that the page never uses. */
const unusedFeatures = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
];
const permissions = unusedFeatures.map((feature) => `${feature}=()`).join(', ');

function setHeaders(request: IncomingMessage, response: ServerResponse, isHttps: boolean): void {
  policies(request, response, () => {});
  response.setHeader('Permissions-Policy', permissions);
  // The page's files override this.
  response.setHeader('Cache-Control', 'no-store');
  if (isHttps) response.setHeader('Strict-Transport-Security', httpsOnly);
}

/**
 * Listens on the server before all others, so that Socket.IO's answers and those without a route carry the headers, too.
 * @param isHttps - whether a trusted proxy took the request over HTTPS.
 */
export function addSecurityHeaders(server: Server, isHttps: (request: IncomingMessage) => boolean): void {
  server.prependListener('request', (request, response) => setHeaders(request, response, isHttps(request)));
}

/** The same headers as lines, for an answer that is written to a socket without a request. */
export function rawSecurityHeaders(): string {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setHeaders(request, response, false);
  return Object.entries(response.getHeaders())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
