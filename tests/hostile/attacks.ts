import type { Attack } from './attack.ts';
import { connectionAttacks } from './connection-attacks.ts';
import { messageAttacks } from './message-attacks.ts';

export const ATTACKS: readonly Attack[] = [...messageAttacks, ...connectionAttacks];
