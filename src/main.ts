/** The process: reads the configuration, puts the node together, listens; on SIGTERM and Ctrl-C drains and closes. */
import { setFlagsFromString } from 'node:v8';
import { compose, type Node } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';

/** After this many milliseconds a stop no longer waits for what is under way. */
const stopWithinMs = 14_000;

/**
 * How much garbage the old generation may hold, in percent of what is alive there, before V8 collects all of it. Left to
 * itself it did so every few seconds of a busy node, with as many threads as it likes: for 60 ms everybody waited, where
 * they have one core together (docs/performance.md).
 */
const heapGrowingPercent = 300;

/** Starts a node and stays until told to stop. Whatever keeps it from starting is one clear line, and exit code 1. */
async function serve(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  // The last resort. Nothing is known to end here; what does is a defect to be seen, not a reason to drop everybody.
  process.on('unhandledRejection', (error) => process.stderr.write(`unhandledRejection: ${stackOf(error)}\n`));
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {}); // A full disk under the log ends nothing.
  const config = configOrExit();
  const node = await compose(config).catch(giveUp(config));
  const url = await node.listen().catch(giveUp(config));
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
  const warning = rateLimits ? '' : '  Warning: RATE_LIMITS=off, anybody may ask as often as they like.\n';
  return `Duologue is ready: ${url}\n  ${shape}\n${warning}`;
}

const giveUp = (config: Config) => (error: unknown) => exit(reasonOf(error as NodeJS.ErrnoException, config));

function reasonOf(error: NodeJS.ErrnoException, { port, host }: Config): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another one.`;
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${port} needs more rights. Set PORT to one above 1023.`;
  if (error.code === 'EADDRNOTAVAIL') return `${host} is no address of this machine. Set HOST to another one.`;
  const [reason] = error.message.trim().split('\n');
  return `Duologue cannot start: ${reason}`;
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));

function exit(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

await serve();
