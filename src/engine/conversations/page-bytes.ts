/** Ends pages by bytes: a page of long items would not arrive in time on a slow line. */

/** The most bytes of a page's items, as JSON. A page holds at least one item, however long. */
export const pageMaxBytes = 64 * 1024;

/** The longest start of the items that fits a page. */
export function fitPage<T>(items: readonly T[], maxBytes = pageMaxBytes): T[] {
  let bytes = 0;
  const tooFar = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(item));
    return bytes > maxBytes && index > 0;
  });
  return tooFar === -1 ? [...items] : items.slice(0, tooFar);
}

/** The longest end of the items that fits a page. */
export const fitNewest = <T>(items: readonly T[]): T[] => fitPage([...items].reverse()).reverse();
