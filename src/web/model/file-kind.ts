/** The kind of a file on the page. */
export { kindOf } from '../../protocol/files-summary.ts';
