/** Uploads in a process of its own, so that the one that measures messages is not held up. Its argument is the tasks as JSON. */
import { type UploadTask, upload } from './single-upload.ts';

const tasks = JSON.parse(process.argv[2] ?? '[]') as UploadTask[];
const seconds = await Promise.all(tasks.map(upload));
process.stdout.write(JSON.stringify(seconds));
