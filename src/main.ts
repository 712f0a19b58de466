/** Runs a node as a process: reads the configuration, composes the node, listens, and drains it on SIGTERM or Ctrl-C. */
import { compose, type Node } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';

/** A stop waits this many milliseconds for the work under way. */
const stopWithinMs = 14_000;

/** Starts a node, which runs until a signal stops it. A failed start prints one line and exits with code 1. */
async function serve(): Promise<void> {
  // No known rejection ends here. An unknown one is logged and must not disconnect every client.
  process.on('unhandledRejection', (error) => process.stderr.write(`unhandledRejection: ${stackOf(error)}\n`));
  // A full disk below the log must not end the process.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  const config = configOrExit();
  const node = await compose(config).catch(exitWithReason(config));
  const url = await node.listen().catch(exitWithReason(config));
  process.stdout.write(startLine(url, config));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(node));
}

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) exit(error.message);
    throw error;
  }
}

async function stop(node: Node): Promise<void> {
  setTimeout(() => exit('Stopped before everything was finished.'), stopWithinMs).unref();
  await node.close();
  process.exit(0);
}

function startLine(url: string, { databaseUrl, dataDir, rateLimits }: Config): string {
  const shape = databaseUrl
    ? 'One of many nodes, on MySQL and Redis. Without DATABASE_URL and REDIS_URL it runs alone, on SQLite.'
    : `Alone, on SQLite in ${dataDir}. Set DATABASE_URL and REDIS_URL to run it as one of many nodes on MySQL and Redis.`;
  const warning = rateLimits ? '' : '  Warning: RATE_LIMITS=off, no client is limited.\n';
  return `Duologue is ready: ${url}\n  ${shape}\n${warning}`;
}

const exitWithReason = (config: Config) => (error: unknown) => exit(reasonOf(error as NodeJS.ErrnoException, config));

function reasonOf(error: NodeJS.ErrnoException, { port, host }: Config): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another one.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${port} needs more rights. Set PORT to a port above 1023.`;
  if (error.code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine. Set HOST to another one.`;
  const [reason] = error.message.trim().split('\n');
  return `Duologue cannot start: ${reason}`;
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));

function exit(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

await serve();
