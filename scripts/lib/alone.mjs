import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const BUSY = 5; // SQLITE_BUSY
const AGAIN_MS = 250;

/**
 * Does what one process at a time may do; others wait for it. The lock is SQLite's on an empty file, because the system
 * takes that back from a process that ended, however it ended: there is nothing to clean up.
 */
export async function alone(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    for (let waits = 0; !taken(lock); waits += 1) {
      if (waits === 0) onWait();
      await sleep(AGAIN_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock) {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error.errcode === BUSY) return false;
    throw error;
  }
}
