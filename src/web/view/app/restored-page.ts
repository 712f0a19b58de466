/** Hides a page that the browser restores from its back/forward cache, until the check has told who is signed in. */
export function checkWhenRestored(check: () => Promise<void>): void {
  const { style } = document.documentElement;
  // The restored page is drawn before its first event, so it is hidden when it is left.
  window.addEventListener('pagehide', ({ persisted }) => {
    if (persisted) style.visibility = 'hidden';
  });
  window.addEventListener('pageshow', async ({ persisted }) => {
    if (persisted) await check();
    style.visibility = '';
  });
}
