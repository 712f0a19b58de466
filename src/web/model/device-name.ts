/** Names a device after its browser and system, so that its owner recognises it. */

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
  const known = [browsers, systems].map((names) => names.find(([sign]) => sign.test(userAgent))?.[1]);
  const words = known.filter((name) => name !== undefined).join(' on ');
  // The user agent of a program that is no browser starts with its name.
  return words || userAgent.split(/[\s/]/u)[0] || 'Unknown device';
}

/** A node that listens on IPv6 sees the addresses of IPv4 behind a prefix. */
export function plainAddress(ip: string): string {
  return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}
