/** Reads `Accept-Language`. */

/** @returns the languages without their regions, such as "de", the most wanted first; without those that the reader refuses. */
export function acceptedLanguages(header: string): string[] {
  const ranges = header.split(',').map((range) => {
    const [tag = '', weight = '1'] = range.split(/;\s*q=/);
    return { language: tag.trim().toLowerCase().split('-')[0] ?? '', weight: Number(weight) };
  });
  // A weight that is no number is not above 0, either.
  const wanted = ranges.filter(({ weight }) => weight > 0);
  return wanted.sort((one, other) => other.weight - one.weight).map(({ language }) => language);
}
