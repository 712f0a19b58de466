/** Bounds a download: a store must not fill the local disk, and bytes must not be missing. */
import { Transform } from 'node:stream';
import { unavailable } from '../file-system-faults.ts';

/** @throws Refusal `unavailable` from the stream when it carries another number of bytes. */
export function exactly(bytes: number): Transform {
  let seen = 0;
  const fault = () => unavailable(new Error(`The store answers ${seen} or more bytes in place of ${bytes}.`));
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) return done(fault());
      done(null, chunk);
    },
    flush: (done) => done(seen === bytes ? null : fault()),
  });
}
