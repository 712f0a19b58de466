/** Examines the public address as a client sees it: reachability, certificate, forwarded protocol, and metrics. */
import { connect } from 'node:tls';
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';

/** The longest wait for an answer, in milliseconds. */
const answerMs = 5_000;

const day = 86_400_000;

/** A certificate that is renewed by itself is renewed earlier than this before its end, in milliseconds. */
const certificateMs = 14 * day;

export async function diagnoseOrigin(origin: string): Promise<Diagnosis[]> {
  const { protocol, hostname, port } = new URL(origin);
  const certificate = protocol === 'https:' ? await diagnoseCertificate(hostname, Number(port || 443)) : [];
  try {
    const ready = await ask(`${origin}/readyz?only=node`);
    const { status } = (await ready.json().catch(() => ({}))) as { status?: string };
    if (!ready.ok || status !== 'ready') return [...certificate, unready(origin, ready.status)];
    return [...certificate, ...diagnoseProtocol(origin, ready), ...(await diagnoseMetrics(origin))];
  } catch (error) {
    return certificate.length > 0 ? certificate : [unreachable(origin, error as Error)];
  }
}

const ask = (url: string) => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerMs) });

function unreachable(origin: string, error: Error): Diagnosis {
  const { code, message } = Object(error.cause ?? error);
  const why = 'Users cannot reach it either, unless only this machine cannot.';
  return wrong(
    'origin.unreachable',
    `${origin} does not answer (${code ?? message}).`,
    why,
    'Check PUBLIC_ORIGIN, the name server and the load balancer.',
  );
}

const unready = (origin: string, status: number) =>
  wrong(
    'origin.no-node',
    `${origin}/readyz answers ${status}, and not as a node does.`,
    'The load balancer has no ready node, or the address belongs to another service.',
    'Start a node, and check the load balancer and PUBLIC_ORIGIN.',
  );

/** A node sends this header over HTTPS only. */
function diagnoseProtocol(origin: string, { headers }: Response): Diagnosis[] {
  if (origin.startsWith('http:') || headers.has('strict-transport-security')) return [];
  const why = 'Cookies are not Secure, and browsers may use plain HTTP.';
  return [
    wrong(
      'proxy.protocol',
      `The node behind ${origin} takes requests for plain HTTP.`,
      why,
      'Let the load balancer set X-Forwarded-Proto, and name it in TRUST_PROXY.',
    ),
  ];
}

async function diagnoseMetrics(origin: string): Promise<Diagnosis[]> {
  const { ok } = await ask(`${origin}/metrics`);
  if (!ok) return [];
  const why = 'Strangers can watch how many users are there and how loaded the server is.';
  return [
    wrong(
      'metrics.exposed',
      `${origin}/metrics answers everybody.`,
      why,
      'Set METRICS_TOKEN, or let the load balancer refuse the path.',
    ),
  ];
}

/** Takes any certificate, to say what is wrong with it. */
async function diagnoseCertificate(hostname: string, port: number): Promise<Diagnosis[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = await new Promise<{ until: number; fault: Error | null } | null>((resolve) => {
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: answerMs }, () => {
      const { authorizationError: fault } = socket;
      resolve({ until: Date.parse(socket.getPeerCertificate().valid_to), fault: fault ?? null });
      socket.destroy();
    });
    for (const event of ['error', 'timeout'] as const) socket.once(event, () => resolve(null));
  });
  return found ? certificateFaults(hostname, found.until, found.fault) : [];
}

function certificateFaults(host: string, until: number, fault: Error | null): Diagnosis[] {
  const days = Math.floor((until - Date.now()) / day);
  if (days < 0)
    return [
      wrong('tls.expired', `The certificate of ${host} has expired.`, 'Browsers refuse to connect.', 'Renew it.'),
    ];
  if (fault) {
    return [
      wrong(
        'tls.untrusted',
        `The certificate of ${host} is not trusted (${`${Object(fault).code ?? fault}`}).`,
        'Browsers refuse to connect.',
        'Use a certificate of a public authority, with this name, and send the whole chain.',
      ),
    ];
  }
  if (until - Date.now() >= certificateMs) return [];
  return [
    advice(
      'tls.expires',
      `The certificate of ${host} expires in ${days} days.`,
      'Browsers refuse to connect afterwards.',
      'Check that its renewal works.',
    ),
  ];
}
