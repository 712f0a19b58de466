/** The weekday with which a week begins. */

interface KnowsWeeks {
  getWeekInfo?: () => { firstDay: number };
  /** In browsers of an older standard. */
  weekInfo?: { firstDay: number };
}

/** As `Date.getDay`: 0 is Sunday. Not every browser knows it: there it is Monday. */
export function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & KnowsWeeks;
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) % 7;
}

/** From 0, the first day of the week. */
export const placeInWeek = (day: Date, locale: string): number => (day.getDay() - firstWeekday(locale) + 7) % 7;
