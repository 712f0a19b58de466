/** Writes conversations as HTML pages that need neither a script nor a server. Every text of a user is escaped. */
import type { ExportedMessage } from './exported-messages.ts';

/** Messages of one HTML page. */
export const htmlPageLength = 5_000;

export interface HtmlPage {
  /** From 1. */
  number: number;
  count: number;
  title: string;
}

export const htmlPageName = (number: number): string => (number === 1 ? 'index.html' : `page-${number}.html`);

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
article{border-top:1px solid #d9dee4;padding:.6rem 0}header{display:flex;gap:.8rem;flex-wrap:wrap}
header b{flex:1}time,.note,blockquote{color:#57606a}.body{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0}
blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid #d9dee4}ul{margin:.2rem 0}nav{display:flex;gap:1rem;flex-wrap:wrap}`;

/** A second wall behind the escaping: the page may load and run nothing. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

export function htmlHead(page: HtmlPage): string {
  const title = escapeHtml(page.title);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8">${policy}<meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body>
<h1 dir="auto">${title}</h1>
${navigation(page)}<main>
`;
}

export const htmlEnd = (page: HtmlPage): string => `</main>\n${navigation(page)}</body>\n</html>\n`;

function navigation({ number, count }: HtmlPage): string {
  if (count === 1) return '';
  const links = [
    ...(number > 1 ? [`<a href="${htmlPageName(number - 1)}">Earlier messages</a>`] : []),
    `<span>Page ${number} of ${count}</span>`,
    ...(number < count ? [`<a href="${htmlPageName(number + 1)}">Later messages</a>`] : []),
  ];
  return `<nav>${links.join('')}</nav>\n`;
}

export function htmlMessage(message: ExportedMessage): string {
  const { seq, from, sentAt, body, editedAt, deletedAt, replyTo, reactions = [], files = [] } = message;
  const parts = [
    `<header><b><bdi>${escapeHtml(from)}</bdi></b>${timeOf(sentAt)}${editedAt && !deletedAt ? '<span class="note">edited</span>' : ''}</header>`,
    ...(replyTo
      ? [`<blockquote dir="auto"><bdi>${escapeHtml(replyTo.from)}</bdi>: ${escapeHtml(replyTo.excerpt)}</blockquote>`]
      : []),
    deletedAt ? '<p class="note">This message was deleted.</p>' : '',
    body === '' ? '' : `<p class="body" dir="auto">${escapeHtml(body)}</p>`,
    files.length > 0 ? `<ul>${files.map(fileItem).join('')}</ul>` : '',
    reactions.length > 0 ? `<p class="note">${reactions.map(reactionText).join(' · ')}</p>` : '',
  ];
  return `<article id="m${seq}">${parts.filter((part) => part !== '').join('\n')}</article>\n`;
}

const timeOf = (at: string) => `<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;

/** The browser saves the file instead of showing it. */
const fileItem = ({ path, name, size }: NonNullable<ExportedMessage['files']>[number]) =>
  `<li><a href="../../${escapeHtml(encodeURI(path).replace(/[?#]/g, encodeURIComponent))}" download><bdi>${escapeHtml(name)}</bdi></a> <span class="note">${size} bytes</span></li>`;

const reactionText = ({ emoji, by }: NonNullable<ExportedMessage['reactions']>[number]) =>
  `${escapeHtml(emoji)} <bdi>${by.map(escapeHtml).join('</bdi>, <bdi>')}</bdi>`;
