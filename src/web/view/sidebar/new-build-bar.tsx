/** Offers to load the page again, because the server has a newer build of it. */
import { texts } from '../../texts/texts.ts';
import './notice-bar.css';

export function NewBuildBar() {
  return (
    <section class="notice-bar" aria-label={texts.newBuild.name()}>
      <p>{texts.newBuild.explanation()}</p>
      <div class="actions">
        <button type="button" onClick={() => location.reload()}>
          {texts.newBuild.reload()}
        </button>
      </div>
    </section>
  );
}
