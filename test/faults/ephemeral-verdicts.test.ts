/** The verdict on typing notices, on histories of a few events. */
import { expect } from 'chai';
import { judgeTyping } from './ephemeral-verdicts.ts';
import type { HistoryEvent } from './fault-history.ts';

const conversation = 'room 1';
const shown: HistoryEvent[] = [
  { t: 1_000, op: 'typing', phase: 'invoke', device: 'ann/1', user: 'ann', conversation },
  { t: 1_010, op: 'typing', phase: 'seen', device: 'eva/1', user: 'ann', conversation, detail: 'typing' },
];
const end: HistoryEvent = { t: 20_000, op: 'page', phase: 'ok', device: 'ann/1' };

function reportsOf(...events: HistoryEvent[]): string[] {
  const reports: string[] = [];
  judgeTyping([...shown, ...events, end], (_, detail) => reports.push(detail));
  return reports;
}

describe('judgeTyping', () => {
  const removal = (value: string): HistoryEvent => {
    const room = { op: 'room', kind: 'remove', device: 'ann/1', user: 'ann', conversation } as const;
    return { ...room, t: 2_000, phase: 'ok', call: 1, value };
  };

  it('reports a notice that no push ends', () => {
    expect(reportsOf()).to.deep.equal(['eva/1 of ann: shown for 18990 ms']);
  });

  it('excuses it where the user was removed from the room meanwhile', () => {
    expect(reportsOf(removal('eva'))).to.deep.equal([]);
  });

  it('does not excuse it where another user was removed', () => {
    expect(reportsOf(removal('ben'))).to.have.length(1);
  });
});
