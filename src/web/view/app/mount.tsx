/** Starts the page: who is signed in, and the first thing drawn. */
import { render } from 'preact';
import { account } from './page-state.ts';
import { RootPage } from './root-page.tsx';

const page = document.getElementById('page');
if (page) render(<RootPage />, page);
void account.start();
