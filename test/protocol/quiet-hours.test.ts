/** Tests quiet hours: over midnight, in every time zone, and on the days when clocks change. */
import { expect } from 'chai';
import { isQuiet } from '../../src/protocol/quiet-hours.ts';

describe('quiet hours', () => {
  const hours = (from: string, to: string, timeZone = 'UTC') => ({ from, to, timeZone });
  const cases: [string, ReturnType<typeof hours> | null, string, boolean][] = [
    ['without any', null, '2026-01-01T03:00:00Z', false],
    ['within a day', hours('12:00', '14:00'), '2026-01-01T13:59:59Z', true],
    ['at their end', hours('12:00', '14:00'), '2026-01-01T14:00:00Z', false],
    ['over midnight, late', hours('22:30', '07:00'), '2026-01-01T22:30:00Z', true],
    ['over midnight, early', hours('22:30', '07:00'), '2026-01-01T06:59:00Z', true],
    ['over midnight, by day', hours('22:30', '07:00'), '2026-01-01T12:00:00Z', false],
    ['all day', hours('08:00', '08:00'), '2026-01-01T20:00:00Z', true],
    ['at midnight', hours('00:00', '01:00'), '2026-01-01T00:00:30Z', true],
    ['in Berlin in winter', hours('22:00', '23:00', 'Europe/Berlin'), '2026-01-01T21:30:00Z', true],
    ['in Berlin in summer', hours('22:00', '23:00', 'Europe/Berlin'), '2026-07-01T20:30:00Z', true],
    ['in Kathmandu', hours('05:45', '05:46', 'Asia/Kathmandu'), '2026-01-01T00:00:00Z', true],
  ];
  for (const [title, quiet, at, expected] of cases) {
    it(`decides ${title}`, () => expect(isQuiet(quiet, new Date(at))).to.equal(expected));
  }
});
