/** The parameters that DATABASE_URL may have; the driver ignores others in silence. */

/** Options of the mariadb driver that change neither the meaning of a statement nor of a value. */
const parameters: Record<string, RegExp> = {
  ...Object.fromEntries(
    [
      'acquireTimeout',
      'connectTimeout',
      'connectionLimit',
      'idleTimeout',
      'keepAliveDelay',
      'maxAllowedPacket',
      'minimumIdle',
      'queryTimeout',
      'socketTimeout',
    ].map((name) => [name, /^\d{1,9}$/]),
  ),
  ...Object.fromEntries(['allowPublicKeyRetrieval', 'compress', 'ssl'].map((name) => [name, /^(true|false)$/])),
};

/** One sentence for each parameter that is unknown or has a wrong value. */
export function parameterFaults(url: string): string[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].flatMap(([name, value]) => {
    const pattern = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (pattern?.test(value)) return [];
    if (pattern) return [`DATABASE_URL: the parameter ${name} must be ${wanted(pattern)}.`];
    return [
      `DATABASE_URL: there is no parameter "${name}".${hint(name)} Known are ${Object.keys(parameters).join(', ')}.`,
    ];
  });
}

const wanted = (pattern: RegExp) => (pattern.test('true') ? 'true or false' : 'a whole number');

const hint = (name: string) => (/^(ssl|tls|usessl)/i.test(name) ? ' For TLS write ssl=true.' : '');
