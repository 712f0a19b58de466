/**
 * Before the page's own scripts: shows the theme, the text size and the language of `kit/appearance.ts`, loads the texts, and
 * asks the server for what the page needs first. The build puts it into the document.
 */
{
  const chosen = (name) => {
    try {
      return localStorage.getItem(`duologue.look/${name}`);
    } catch {
      // The browser forbids the storage.
      return null;
    }
  };
  const root = document.documentElement;
  for (const name of ['theme', 'text']) {
    const choice = chosen(name);
    if (choice) root.setAttribute(`data-${name}`, choice);
  }
  const theme = chosen('theme');
  for (const meta of theme ? document.querySelectorAll('meta[data-scheme]') : []) {
    meta.media = meta.dataset.scheme === theme ? 'all' : 'not all';
  }
  // As `texts/languages.ts` finds it.
  const languages = ['en', 'de', 'fr', 'es', 'tr', 'ar', 'zh'];
  const known = (tag) => languages.find((language) => language === tag.toLowerCase().split('-')[0]);
  const choice = chosen('language');
  root.lang = languages.includes(choice) ? choice : (navigator.languages.map(known).find(Boolean) ?? 'en');
  root.dir = root.lang === 'ar' ? 'rtl' : 'ltr';
  const isKept = Boolean(navigator.serviceWorker?.controller);
  // `net/http-call.ts` takes each answer once. The newest messages are those of `net/early-log.ts`.
  const asked = new Map();
  const askServer = (path, signal) => {
    const answer = fetch(path, { signal });
    asked.set(path, answer);
    return answer;
  };
  window.takeAsked = (path) => {
    const answer = asked.get(path);
    asked.delete(path);
    return answer;
  };
  const [, peer] = (location.pathname === '/' && /^#\/([a-z\d_.-]+)$/.exec(location.hash)) || [];
  const early = new AbortController();
  window.stopEarlyLog = () => early.abort();
  // First: a browser opens six connections to a server, and the files of the page take as many.
  askServer('/api/session', AbortSignal.timeout(15_000))
    .then((answer) => answer.clone().json())
    .then(
      ({ user }) =>
        user && peer && !isKept && askServer(`/api/conversations/${peer}/messages?limit=20&orNone=true`, early.signal),
    )
    .catch(() => {});
  // Without its script, the page stays empty. An error of a script that runs has another target.
  const loadAgain = ({ target }) => target.type === 'module' && setTimeout(() => location.reload(), 5_000);
  addEventListener('error', loadAgain, true);
  // The script of the page asks for these files only after it has been loaded itself. The build names them.
  const { texts = '', parts = '', kept = '', socket = '' } = document.currentScript.dataset;
  const askFile = (href, fetchPriority = 'auto') =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href, fetchPriority }));
  const file = texts.split(' ').find((path) => path.startsWith(`/assets/first-${root.lang}-`));
  if (file) askFile(file);
  // A browser that keeps the files of the page has kept a state, too: this file begins to read it.
  if (kept && isKept) import(kept).catch(() => {});
  for (const part of parts ? parts.split(' ') : []) askFile(part);
  // The first view is drawn without it: the newest messages come first.
  if (socket) askFile(socket, 'low');
}
