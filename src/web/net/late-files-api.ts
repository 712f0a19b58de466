/** The route of the files of a conversation, whose code is loaded with the first call. */
import type { FilesApi } from '../model/message-details.ts';

export const lateFilesApi: FilesApi = async (peer, query) => (await import('./files-http.ts')).listFiles(peer, query);
