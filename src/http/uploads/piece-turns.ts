/** Lets messages overtake the bytes of uploads: in each turn of the event loop, one piece of all uploads goes on. */
import { pipeline, type Readable, Transform } from 'node:stream';

/** Passes the bytes on unchanged. */
export type PieceTurns = (body: Readable) => Readable;

export function createPieceTurns(): PieceTurns {
  const waiting: (() => void)[] = [];
  let isPlanned = false;
  const plan = () => {
    if (isPlanned || waiting.length === 0) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      waiting.shift()?.();
      plan();
    });
  };
  return (body) => {
    const pieces = new Transform({
      transform(piece: Buffer, _encoding, done) {
        waiting.push(() => done(null, piece));
        plan();
      },
    });
    // Errors reach both ends without the callback.
    return pipeline(body, pieces, () => {});
  };
}
