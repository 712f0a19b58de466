/**
 * Before the page's own scripts: shows the theme, the text size and the language of `kit/appearance.ts`, loads the texts, and
 * asks the server and the browser's database for what the page needs first. The build puts it into the document.
 */
{
  const stored = (name) => {
    try {
      return localStorage.getItem(`duologue.${name}`);
    } catch {
      // The browser forbids the storage.
      return null;
    }
  };
  const root = document.documentElement;
  for (const name of ['theme', 'text']) {
    const choice = stored(`look/${name}`);
    if (choice) root.setAttribute(`data-${name}`, choice);
  }
  const theme = stored('look/theme');
  for (const meta of theme ? document.querySelectorAll('meta[data-scheme]') : []) {
    meta.media = meta.dataset.scheme === theme ? 'all' : 'not all';
  }
  // As `texts/languages.ts` finds it.
  const languages = ['en', 'de', 'fr', 'es', 'tr', 'ar', 'zh'];
  const known = (tag) => languages.find((language) => language === tag.toLowerCase().split('-')[0]);
  const choice = stored('look/language');
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
  // Reads the state that `net/state-database.ts` keeps. That file checks it, and later reads a peer with another spelling.
  const resultOf = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = reject;
    });
  const readKept = async (name, peer) => {
    const opening = indexedDB.open('duologue');
    // There is no database yet. The page creates it, with its stores.
    opening.onupgradeneeded = () => opening.transaction.abort();
    const database = await resultOf(opening);
    try {
      const stores = database.transaction(['owners', 'lists', 'logs']);
      const read = (store, key) => resultOf(stores.objectStore(store).get(key));
      const [owner, list, log] = await Promise.all([
        read('owners', name),
        read('lists', name),
        read('logs', [name, peer]),
      ]);
      return owner?.leftAt === null ? { user: owner.user, peer, list, log } : null;
    } finally {
      database.close();
    }
  };
  const name = stored('user');
  if (name) window.keptState = readKept(name, location.hash.slice('#/'.length)).catch(() => null);
  // The script of the page asks for these files only after it has been loaded itself. The build names them.
  const { texts = '', socket = '' } = document.currentScript.dataset;
  const file = texts.split(' ').find((path) => path.startsWith(`/assets/first-${root.lang}-`));
  // After a failure, `texts/texts.ts` loads the file again.
  if (file) window.firstTexts = { language: root.lang, file: import(file).catch(() => null) };
  // The first view is drawn without it: the newest messages come first.
  if (socket) {
    const link = document.createElement('link');
    document.head.append(Object.assign(link, { rel: 'modulepreload', href: socket, fetchPriority: 'low' }));
  }
  // The first use of `Intl` takes Chromium 20 ms. A first visit waits for its scripts now, so it costs nothing here.
  if (!isKept) setTimeout(() => new Intl.DateTimeFormat());
}
