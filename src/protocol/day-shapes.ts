/** The request for the days of a month that have messages, and its answer. */
import { type Static, Type } from 'typebox';
import { TimeZone } from './settings.ts';
import { Text } from './values.ts';

/** Years of four digits, from the first that a clock of a server can have shown. */
const Month = Type.Refine(
  Text('A month, such as 2026-11'),
  (text) => /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/.test(text),
  () => 'must be a month like 2026-11',
);

export const DaysQuery = Type.Object({ month: Month, timeZone: TimeZone });
export type DaysQuery = Static<typeof DaysQuery>;

export const DayList = Type.Object({
  days: Type.Array(Type.String({ description: 'A day in the time zone, such as 2026-11-29' }), { maxItems: 31 }),
});
export type DayList = Static<typeof DayList>;
