/** Every way of placing keys. Whoever imports this finds all of them in `ways`. */
import { boundedWay } from './bounded.ts';
import type { Ways } from './index.ts';
import { ways } from './index.ts';
import { jumpWay } from './jump.ts';
import { maglevWay } from './maglev.ts';
import { rendezvousWay } from './rendezvous.ts';
import { slotsWay } from './slots.ts';

export const allWays: Ways = Object.assign(ways, { rendezvous: rendezvousWay, jump: jumpWay, maglev: maglevWay, slots: slotsWay, bounded: boundedWay });
