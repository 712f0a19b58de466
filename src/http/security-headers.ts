/** Sets the security headers of every response: only own scripts and files load, and no site may frame the page. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const self = ["'self'"];

/** @param scripts - sources of scripts beside own files. */
const policies = (scripts: readonly string[]) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [...self, ...scripts],
        styleSrc: self,
        // The placeholders of images are in their messages.
        imgSrc: [...self, 'data:'],
        // A recording is heard before it is sent.
        mediaSrc: [...self, 'blob:'],
        fontSrc: self,
        connectSrc: self,
        manifestSrc: self,
        workerSrc: self,
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
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
];
/** Only the page itself may ask for the microphone: for voice messages. */
const permissions = ['microphone=(self)', ...unusedFeatures.map((feature) => `${feature}=()`)].join(', ');

type Policies = ReturnType<typeof policies>;

function setHeaders(policies: Policies, request: IncomingMessage, response: ServerResponse, isHttps: boolean): void {
  policies(request, response, () => {});
  response.setHeader('Permissions-Policy', permissions);
  // The page's files override this.
  response.setHeader('Cache-Control', 'no-store');
  if (isHttps) response.setHeader('Strict-Transport-Security', httpsOnly);
}

/** The hash of each script within the built document, as a source of the policy; none when the page is not built. */
export function scriptsWithin(document: string): string[] {
  if (!existsSync(document)) return [];
  const [, ...scripts] = readFileSync(document, 'utf8').split('<script');
  return scripts.flatMap((text) => {
    const [attributes = '', ...rest] = text.split('>');
    const [code = ''] = rest.join('>').split('</script');
    if (attributes.includes(' src=')) return [];
    return [`'sha256-${createHash('sha256').update(code).digest('base64')}'`];
  });
}

/**
 * Listens on the server before all others, so that Socket.IO's answers and those without a route carry the headers, too.
 * @param isHttps - whether a trusted proxy took the request over HTTPS.
 * @param scripts - as `scriptsWithin` answers them.
 */
export function addSecurityHeaders(
  server: Server,
  isHttps: (request: IncomingMessage) => boolean,
  scripts: readonly string[],
): void {
  const ofPage = policies(scripts);
  server.prependListener('request', (request, response) => setHeaders(ofPage, request, response, isHttps(request)));
}

/** The same headers as lines, for an answer that is written to a socket without a request. */
export function rawSecurityHeaders(): string {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setHeaders(policies([]), request, response, false);
  return Object.entries(response.getHeaders())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
