/** Ways of placing keys on servers by name. A new one is a file beside this, a word of `Algorithm` and a line in `all.ts`. */
import { moduloWay } from './modulo.ts';
import { ringWay } from './ring.ts';
import type { Way } from './way.ts';

/** How a key finds its server. */
export type Algorithm = 'ring' | 'modulo' | 'rendezvous' | 'jump' | 'maglev' | 'slots' | 'bounded';

export type Ways = { readonly [name in Algorithm]: Way };

/** Those that a first picture can do with. The model brings the others: see `all.ts`. */
export const ways = { ring: ringWay, modulo: moduloWay } as Ways;
