/** The headers every answer carries: nothing runs or loads that we did not serve, nobody frames us. */
import type { Server } from 'node:http';
import helmet from 'helmet';

const self = ["'self'"];

const secure = helmet({
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
});

/** On the server itself and before all else: so that what no route and no hook sees, and Socket.IO's answers, carry them too. */
export function secureAnswers(server: Server): void {
  server.prependListener('request', (request, response) => secure(request, response, () => {}));
}
