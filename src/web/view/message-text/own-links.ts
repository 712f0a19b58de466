/** Links of messages to conversations of this server: they lead there inside the page. */

import type { FindLinks } from '../../model/message-text/inline.ts';
import { conversationLink, openPeer, redirect } from '../kit/location.ts';
import { findLinks as findAll } from './link-finder.ts';

/** `location.ts` follows the links to conversations by their fragment. */
const own = `${window.location.origin}/#/`;
const withinPage = (href: string) => (href.startsWith(own) ? href.slice(own.length - '#/'.length) : href);

export const findLinks: FindLinks = (text) => findAll(text).map((link) => ({ ...link, href: withinPage(link.href) }));

/** A link to another message of the open conversation replaces the entry: Back leads out of the conversation, not through its messages. */
document.addEventListener(
  'click',
  (event) => {
    const { target, ctrlKey, metaKey, shiftKey, altKey } = event;
    const href = target instanceof Element ? target.closest('[role=log] a')?.getAttribute('href') : null;
    const inOpen = href?.startsWith(`${conversationLink(openPeer.peek() ?? '')}/`);
    if (!href || !inOpen || ctrlKey || metaKey || shiftKey || altKey) return;
    event.preventDefault();
    redirect(`/${href}`, window.history.state);
  },
  true,
);
