/** Shows the theme, the text size and the language of `kit/appearance.ts` before the first frame, and loads the texts. The build puts it into the document. */
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
  // The script of the page asks for these files only after it has been loaded itself. The build names them.
  const { texts = '', kept = '' } = document.currentScript.dataset;
  const ask = (href) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  const file = new Map(texts.split(' ').map((entry) => entry.split(':'))).get(root.lang);
  if (file) ask(file);
  // A browser that keeps the files of the page has kept a state, too: the first of these files begins to read it.
  if (kept && navigator.serviceWorker?.controller) {
    const [first, ...others] = kept.split(' ');
    import(first).catch(() => {});
    others.forEach(ask);
  }
}
