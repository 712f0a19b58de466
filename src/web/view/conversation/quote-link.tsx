/** The message that a reply quotes, as a link that leads to it. */
import type { Quote } from '../../model/transcript.ts';
import { conversationLink } from '../kit/location.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { deletedText } from './deleted-text.ts';
import type { MessageActions } from './message-actions.ts';

export function QuoteLink({ quote, actions }: { quote: Quote; actions: MessageActions }) {
  const { messenger, conversation } = actions;
  const author = quote.mine ? ownName : spokenName(messenger.users.get(conversation.peer));
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    void actions.jumpTo(quote.seq);
  };
  return (
    <a
      class={quote.mine ? 'quote of-own' : 'quote'}
      href={conversationLink(conversation.peer)}
      tabIndex={-1}
      onClick={follow}
    >
      <span class="unseen">Reply to </span>
      <bdi class="quote-author">{author}</bdi>
      <span class="unseen">: </span>
      <span class={quote.excerpt === '' ? 'quote-text gone' : 'quote-text'} dir="auto">
        {quote.excerpt || deletedText}
      </span>
    </a>
  );
}
