/** Tests that the names of the weekdays fit into their columns in every language of the page. */
import { expect } from 'chai';
import { weekdays } from '../../../src/web/view/conversation/month-weeks.ts';

describe('the weekdays of the calendar', () => {
  for (const [locale, wanted] of [
    ['en-GB', 'Mon Tue Wed Thu Fri Sat Sun'],
    ['de', 'Mo Di Mi Do Fr Sa So'],
    ['tr', 'Pzt Sal Çar Per Cum Cmt Paz'],
    ['zh', '周一 周二 周三 周四 周五 周六 周日'],
    ['ar-EG', 'س ح ن ث ر خ ج'],
  ] as const) {
    it(`has short names in ${locale}, with the whole ones beside`, () => {
      const names = weekdays(locale);
      expect(names.map(({ short }) => short).join(' ')).to.equal(wanted);
      expect(new Set(names.map(({ long }) => long))).to.have.length(7);
    });
  }
});
