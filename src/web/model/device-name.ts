/** Names a device after its browser and system, so that its owner recognises it. */
import { texts } from '../texts/texts.ts';

const browsers: readonly [RegExp, string][] = [
  // The user agent of each browser also contains the names below it.
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];

export function deviceName(userAgent: string): string {
  const [browser, system] = [browsers, systems].map((names) => names.find(([sign]) => sign.test(userAgent))?.[1]);
  if (browser && system) return texts.settings.browserOnSystem({ browser, system });
  // The user agent of a program that is no browser starts with its name.
  return browser || system || userAgent.split(/[\s/]/u)[0] || texts.settings.unknownDevice();
}
