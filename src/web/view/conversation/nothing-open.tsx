/** Replaces the conversation while none is open. */
import { texts } from '../../texts/texts.ts';
import { Emblem } from '../kit/emblem.tsx';
import { AddressButton } from '../kit/late-address.ts';
import { Sentence } from '../kit/sentence.tsx';

export function NothingOpen() {
  return (
    <div class="nothing-open">
      <Emblem />
      <h2>{texts.conversation.whoToTalkTo()}</h2>
      <p>{texts.conversation.chooseConversation()}</p>
      <AddressButton />
      <p class="hint">
        <Sentence of={texts.conversation.keysHint} elements={{ search: <SearchKeys />, help: <kbd>?</kbd> }} />
      </p>
    </div>
  );
}

function SearchKeys() {
  return (
    <>
      <kbd>{texts.conversation.controlKey()}</kbd> <kbd>K</kbd>
    </>
  );
}
