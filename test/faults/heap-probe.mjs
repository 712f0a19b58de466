/** Loaded into a node under test: at SIGUSR2 it collects its garbage and prints what is still in use. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  process.stdout.write(`heap after collection: ${process.memoryUsage().heapUsed}\n`);
});
