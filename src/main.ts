/** Runs a node as a process: reads the configuration, composes the node, listens, and drains it on SIGTERM or Ctrl-C. */
import type { Logger, Node } from './compose.ts';
import { type Config, ConfigError, configWarnings, readConfig } from './config.ts';
import { exitCodes, OperatorError } from './policy/exit-codes.ts';

/** A stop takes at most this many milliseconds. Every part of a node has a shorter time of its own (`compose.ts`). */
const stopWithinMs = 4_800;

/** Starts a node, which runs until a signal stops it. A failed start prints one line and exits with the code of its cause. */
async function serve(): Promise<void> {
  // No known rejection ends here. An unknown one is logged and must not disconnect every client.
  process.on('unhandledRejection', (error) => process.stderr.write(`unhandledRejection: ${stackOf(error)}\n`));
  // A full disk below the log must not end the process.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  for (const warning of configWarnings()) process.stderr.write(`Warning: ${warning}\n`);
  const config = configOrExit();
  let node: Node | null = null;
  // A repeated signal changes nothing: npm and a terminal send it to the whole process group.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopOnce(node));
  // Loading the parts takes most of a start; the signals are handled by then.
  const { compose, createLogger } = await import('./compose.ts');
  node = await compose(config).catch(exitWithReason(config));
  const url = await node.listen().catch(exitWithReason(config));
  announce(url, config, createLogger('info'));
}

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) exit(error.message, exitCodes.usage);
    throw error;
  }
}

let stopping = false;

/** Exits with code 0 in every case: what was acknowledged is committed, and clients send the rest again. */
function stopOnce(node: Node | null): void {
  if (stopping) return;
  stopping = true;
  const exitNow = () => process.exit(0);
  setTimeout(exitNow, stopWithinMs);
  void (node ? node.close() : Promise.resolve()).finally(exitNow);
}

/** Prints for a person at a terminal; elsewhere it adds one line of JSON to the log, whatever the level of the log. */
function announce(url: string, { databaseUrl, dataDir, rateLimits }: Config, log: Logger): void {
  const ready = `Duologue is ready: ${url}`;
  const shape = databaseUrl
    ? 'One of many nodes, on MySQL and Redis. Without DATABASE_URL and REDIS_URL it runs alone, on SQLite.'
    : `Alone, on SQLite in ${dataDir}. Set DATABASE_URL and REDIS_URL to run it as one of many nodes on MySQL and Redis.`;
  const warning = rateLimits ? null : 'RATE_LIMITS=off, no client is limited.';
  if (process.stdout.isTTY) {
    process.stdout.write(`${ready}\n  ${shape}\n${warning === null ? '' : `  Warning: ${warning}\n`}`);
    return;
  }
  if (warning !== null) log.warn(warning);
  log.info({ url, shape }, ready);
}

const exitWithReason = (config: Config) => (error: unknown) => {
  const code = error instanceof OperatorError ? exitCodes[error.reason] : exitCodes.failed;
  exit(reasonOf(error as NodeJS.ErrnoException, config), code);
};

function reasonOf(error: NodeJS.ErrnoException, { port, host }: Config): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another one.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${port} needs more rights. Set PORT to a port above 1023.`;
  if (error.code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine. Set HOST to another one.`;
  const [reason] = error.message.trim().split('\n');
  return `Duologue cannot start: ${reason}`;
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));

function exit(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

await serve();
