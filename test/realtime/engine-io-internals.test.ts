/** The check for private members of Engine.IO: this test fails when an upgrade removes one. */
import { expect } from 'chai';
import {
  type Connection,
  missingInternals,
  requireEngineInternals,
  unsentOf,
} from '../../src/realtime/engine-io-internals.ts';

describe('the check of private members of Engine.IO', () => {
  it('finds them all in the installed version', async () => {
    await requireEngineInternals();
  });

  it('names each one that is missing', () => {
    const bare = { transport: {} } as Connection;
    expect(missingInternals(bare)).to.deep.equal([
      'Socket#writeBuffer',
      'transports.WebSocket#socket.bufferedAmount',
      'transports.WebSocket#socket.terminate',
    ]);
  });
});

describe('unsentOf', () => {
  it('answers the packets and the bytes that wait, not their characters', () => {
    const waiting = { writeBuffer: [{ data: 'ab' }, { data: '\u6f22\u5b57' }, {}], transport: {} };
    expect(unsentOf(waiting as unknown as Connection)).to.deep.equal({ packets: 3, bytes: 2 + 6 });
  });
});
