/** Finds addresses in a text: http, https, mailto, e-mail, and hosts that start with "www." or end like example.org. */
import { LinkifyIt } from 'linkify-it';
import type { Link } from '../../model/message-text/inline.ts';

/** Only endings that are rarely those of a file (README.md) or of a sentence without a space (yes.no). */
const tlds = ['com', 'net', 'org', 'edu', 'gov', 'info', 'eu'];
/** The last guard before an address becomes a link, whatever the library finds. */
const safe = /^(?:https?:\/\/|mailto:)/i;
const maxLength = 2_048;

const linkify = new LinkifyIt({ fuzzyLink: true, tlds, maxLength })
  .add('ftp:', null)
  .add('//', null)
  .add('www.', {
    validate: (text, at, self) => {
      const host = text.slice(at - 'www.'.length);
      const length = self.testSchemaAt(`//${host}`, 'http:', 0) - '//'.length;
      return /^www\.[^/?#:]+\.[^/?#:.]/i.test(host.slice(0, Math.max(0, length))) ? length - 'www.'.length : 0;
    },
    normalize: () => {},
  });

export function findLinks(text: string): Link[] {
  return (linkify.match(withoutOpeningMarks(text)) ?? []).flatMap(({ schema, index, raw: found }) => {
    const raw = withoutEnd(found, endMarks(text, index));
    const isWeb = schema === '' || schema === 'www.';
    const href = isWeb ? `https://${raw}` : schema === 'mailto:' && !/^mailto:/i.test(raw) ? `mailto:${raw}` : raw;
    return safe.test(href) ? [{ start: index, end: index + raw.length, href }] : [];
  });
}

/** Replaces marks such as ** before an address by spaces, because they do not belong to it. */
const withoutOpeningMarks = (text: string): string =>
  text.replace(/(?<![^\s\p{Ps}\p{Pi}"'])[*_~]+(?=https?:|www\.|mailto:)|(?<!\S)[*_~]+(?=[\p{L}\p{N}])/giu, (marks) =>
    ' '.repeat(marks.length),
  );

/** Marks and punctuation after an address. An underline belongs to it, unless another one stands before the address. */
const endMarks = (text: string, index: number): string =>
  /(?<![\p{L}\p{N}])_/u.test(text.slice(Math.max(0, index - 200), index)) ? '*_~.,;:!?' : '*~.,;:!?';

/** A regular expression would take quadratic time for a run of marks that does not stand at the end. */
function withoutEnd(address: string, marks: string): string {
  let end = address.length;
  while (end > 0 && marks.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
