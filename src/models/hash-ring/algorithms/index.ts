/** Ways of placing keys on servers. A new one is a file beside this and a line here. */
import { boundedWay } from './bounded.ts';
import { jumpWay } from './jump.ts';
import { maglevWay } from './maglev.ts';
import { moduloWay } from './modulo.ts';
import { rendezvousWay } from './rendezvous.ts';
import { ringWay } from './ring.ts';
import { slotsWay } from './slots.ts';
import type { Way } from './way.ts';

/** How a key finds its server. */
export type Algorithm = 'ring' | 'modulo' | 'rendezvous' | 'jump' | 'maglev' | 'slots' | 'bounded';

export type Ways = { readonly [name in Algorithm]: Way };

export const ways: Ways = { ring: ringWay, modulo: moduloWay, rendezvous: rendezvousWay, jump: jumpWay, maglev: maglevWay, slots: slotsWay, bounded: boundedWay };
