/** Tests of the drawn part of a long conversation: few rows, without gaps, at the reader's place. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import { LogWindow } from '../../../src/web/model/log-window.ts';
import type { Row } from '../../../src/web/model/transcript.ts';

const row = (number: number) => ({ key: `${number}` }) as Row;
const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => row(first + index));

describe('LogWindow', () => {
  const rows = signal<readonly Row[]>([]);
  let shown: LogWindow;
  beforeEach(() => {
    rows.value = numbers(951, 1_000);
    shown = new LogWindow(rows);
  });
  const edges = () => [shown.drawn.value[0]?.key, shown.drawn.value.at(-1)?.key];
  const older = (first: number) => {
    rows.value = numbers(first, Number(rows.value.at(-1)?.key));
    shown.up();
  };

  it('shows every row of a short log, also while the user reads further up', () => {
    shown.stay();
    older(901);
    expect(edges()).to.deep.equal(['901', '1000']);
    rows.value = [...rows.value, row(1_001)];
    expect(edges()).to.deep.equal(['901', '1001']);
    expect([shown.hidesOlder.value, shown.hidesNewer.value]).to.deep.equal([false, false]);
  });

  it('follows the end and drops the oldest rows', () => {
    rows.value = numbers(701, 1_000);
    expect(edges()).to.deep.equal(['801', '1000']);
    rows.value = [...rows.value, row(1_001)];
    expect(edges()).to.deep.equal(['802', '1001']);
  });

  it('draws only the newest rows at first, then some more each time it grows, and all of them once the user reads further up', () => {
    shown = new LogWindow(rows, 10);
    expect(edges()).to.deep.equal(['991', '1000']);
    expect(shown.hidesOlder.value).to.equal(true);
    expect(shown.grow()).to.equal(true);
    expect(edges()).to.deep.equal(['981', '1000']);
    while (shown.grow());
    expect(edges()).to.deep.equal(['951', '1000']);
    rows.value = numbers(1, 1_000);
    expect(edges()).to.deep.equal(['801', '1000']);
    rows.value = numbers(951, 1_000);
    shown = new LogWindow(rows, 10);
    shown.up();
    expect(edges()).to.deep.equal(['951', '1000']);
    expect([shown.hidesOlder.value, shown.hidesNewer.value]).to.deep.equal([false, false]);
  });

  it('draws nothing again when it grows beyond the rows', () => {
    rows.value = numbers(1, 20);
    shown = new LogWindow(rows, 30);
    const drawn = shown.drawn.value;
    while (shown.grow()) expect(shown.drawn.value).to.equal(drawn);
    expect(shown.drawn.value).to.equal(drawn);
  });

  it('moves to the top and back to the end without missing a row', () => {
    shown.stay();
    const seen = new Set<string>();
    const look = () => {
      expect(shown.drawn.value.length).to.be.at.most(200);
      for (const { key } of shown.drawn.value) seen.add(key);
    };
    for (let first = 901; first >= 1; first -= 50) {
      older(first);
      look();
      expect(edges()[0]).to.equal(`${first}`);
    }
    expect(seen.size).to.equal(1_000);
    seen.clear();
    look();
    while (shown.hidesNewer.value) {
      shown.down();
      look();
    }
    expect(seen.size).to.equal(1_000);
    expect(edges()).to.deep.equal(['801', '1000']);
  });

  it('keeps the place of the reader while messages arrive, until it follows the end again', () => {
    rows.value = numbers(701, 1_000);
    shown.stay();
    rows.value = numbers(701, 1_100);
    expect(edges()).to.deep.equal(['801', '1000']);
    expect(shown.hidesNewer.value).to.equal(true);
    expect(shown.newest?.key).to.equal('1100');
    shown.follow();
    expect(edges()).to.deep.equal(['901', '1100']);
  });
});
