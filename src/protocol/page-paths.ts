/** The paths at which the server and the service worker answer with the document of the page. */
export const pagePaths: readonly string[] = ['/', '/login', '/register', '/settings'];
