/** Makes a node under test collect its garbage and print its used heap at SIGUSR2. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  process.stdout.write(`heap after collection: ${process.memoryUsage().heapUsed}\n`);
});
