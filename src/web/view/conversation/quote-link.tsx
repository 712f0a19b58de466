/** The message that a reply quotes, as a link that leads to it. */

import { summaryLine } from '../../model/message-line.ts';
import { unformatted } from '../../model/message-text/unformatted.ts';
import type { Quote } from '../../model/quoted-messages.ts';
import { texts } from '../../texts/texts.ts';
import { conversationLink } from '../kit/location.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import type { MessageActions } from './message-actions.ts';

export function QuoteLink({ quote, actions }: { quote: Quote; actions: MessageActions }) {
  const { messenger, conversation } = actions;
  const author = quote.mine ? ownName() : spokenName(messenger.users.get(quote.from));
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    void actions.jumpTo(quote.seq);
  };
  const line = unformatted(quote.excerpt) || summaryLine(quote.files);
  return (
    <a
      class={quote.mine ? 'quote of-own' : 'quote'}
      href={conversationLink(conversation.peer)}
      tabIndex={-1}
      onClick={follow}
    >
      <span class="unseen">
        {quote.mine ? texts.conversation.replyToYou() : texts.conversation.replyTo({ name: author })}
      </span>
      <bdi class="quote-author" aria-hidden="true">
        {author}
      </bdi>
      <span class={line === '' ? 'quote-text gone' : 'quote-text'} dir="auto">
        {line || texts.conversation.messageDeleted()}
      </span>
    </a>
  );
}
