/** The size, the type and the duration of a file, as text in the reader's locale. */
import type { File } from '../../../protocol/shapes.ts';
import { locale, numberText } from '../kit/locale.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function sizeText(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const [unit, value] = [units[step] as string, bytes / 1_000 ** step];
  const digits = value < 10 && step > 0 ? 1 : 0;
  // The short form of bytes has no plural in English: "14 byte".
  const unitDisplay = step > 0 ? 'short' : 'long';
  const options = { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale.value, options).format(value);
}

/** The ending of its name, or else the part of its media type that tells most: "PDF". */
export function typeText({ name, type }: Pick<File, 'name' | 'type'>): string {
  const ending = /\.([a-z\d]{1,5})$/i.exec(name)?.[1];
  return (ending ?? type.split('/').at(-1) ?? type).toUpperCase();
}

/** Minutes and seconds, for example 1:05. */
export function durationText(seconds: number): string {
  const whole = Math.floor(seconds);
  const rest = new Intl.NumberFormat(locale.value, { minimumIntegerDigits: 2 }).format(whole % 60);
  return `${numberText(Math.floor(whole / 60))}:${rest}`;
}
