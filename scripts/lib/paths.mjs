import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Build results by content; may vanish at any time. */
export const cacheFolder = process.env.CYXWIZ_CACHE || join(homedir(), '.cache', 'cyxwiz');
