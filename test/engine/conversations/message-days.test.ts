/** The days of a month that have messages, in a time zone. */
import { expect } from 'chai';
import { daysOf } from '../../../src/engine/conversations/month-days.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('the days of a month', () => {
  const startOf = (month: string, zone: string, day: number) => daysOf(month, zone)[day - 1]?.start.toISOString();

  it('begins each at midnight of the time zone, also where the clocks change', () => {
    expect(daysOf('2024-02', 'UTC').map(({ name }) => name)).to.have.length(30);
    expect(daysOf('2024-02', 'UTC').at(-1)?.name).to.equal('2024-03-01');
    expect(startOf('2026-03', 'Europe/Berlin', 29)).to.equal('2026-03-28T23:00:00.000Z');
    expect(startOf('2026-03', 'Europe/Berlin', 30)).to.equal('2026-03-29T22:00:00.000Z');
    expect(startOf('2026-11', 'Asia/Kathmandu', 1)).to.equal('2026-10-31T18:15:00.000Z');
    // The clocks went from 00:00 to 01:00 there, and from 01:00 back to 00:00.
    expect(startOf('2024-04', 'Africa/Cairo', 26)).to.equal('2024-04-25T22:00:00.000Z');
    expect(startOf('2026-11', 'America/Havana', 1)).to.equal('2026-11-01T04:00:00.000Z');
  });
});

describe('the days that have messages', () => {
  const bench = useEngine();
  const hour = 3_600_000;

  /** Sends a message at each of these times, in milliseconds. */
  async function sentAt(...times: number[]) {
    const [anna, bert, carl] = await Promise.all([bench().join(), bench().join(), bench().join()]);
    const { engine } = bench();
    for (const [index, at] of times.entries()) {
      await engine.messages.send(index % 2 ? bert : anna, messageTo(index % 2 ? anna : bert, `${at}`));
    }
    return { anna, bert, carl };
  }

  it('lists those of the own conversation, by the clocks of the time zone', async () => {
    const before = new Date();
    const { anna, bert, carl } = await sentAt(1, 2, 3);
    const after = new Date();
    const { messageDays } = bench().engine;
    for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
      const month = dayOf(before).slice(0, 7);
      const { days } = await messageDays(anna, { with: bert.username, month, timeZone });
      expect([[dayOf(before)], [dayOf(after)], [dayOf(before), dayOf(after)]]).to.deep.include(days);
      expect(await messageDays(anna, { with: carl.username, month, timeZone })).to.deep.equal({ days: [] });
      const { days: others } = await messageDays(bert, { with: anna.username, month: '1999-12', timeZone });
      expect(others).to.deep.equal([]);
    }
    const later = new Date(after.getTime() + 32 * 24 * hour).toISOString().slice(0, 7);
    const next = await messageDays(bert, { with: anna.username, month: later, timeZone: 'UTC' });
    expect(next.days).to.deep.equal([]);
  });

  it('refuses those with a user who does not exist', async () => {
    const { anna } = await sentAt();
    const asked = { with: 'nobody-here', month: '2026-11', timeZone: 'UTC' };
    expect(await codeOf(bench().engine.messageDays(anna, asked))).to.equal('not_found');
  });
});
