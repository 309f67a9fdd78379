/** What the balancer and its backends are called: words that the first picture needs, English. */
import type { LoadBalancerState } from '../../models/load-balancer/state.ts';
import { isInRotation } from '../../models/load-balancer/watching.ts';
import type { Moment } from '../base/concept.ts';

export const loadBalancerStrings = {
  'role.client': 'Client', 'role.balancer': 'Balancer', 'role.backend': 'Backend', 'role.draining': 'Draining', 'role.down': 'Down', 'role.crashed': 'Crashed', 'role.frozen': 'Frozen', 'role.probe': 'Probe',
  'load-balancer.title': 'Load balancing',
  'load-balancer.subtitle': '{algorithm} · {backends} backends', 'load-balancer.subtitle-one': '{algorithm} · one backend', 'load-balancer.subtitle-out': '{out} out',
  'load-balancer.by.round-robin': 'round robin', 'load-balancer.by.weighted-round-robin': 'weighted round robin', 'load-balancer.by.least-connections': 'least connections', 'load-balancer.by.ip-hash': 'IP hash',
  'load-balancer.by.random': 'random', 'load-balancer.by.two-choices': 'two random choices', 'load-balancer.by.ewma': 'peak EWMA', 'load-balancer.by.maglev': 'Maglev',
  'load-balancer.clients': 'Clients', 'load-balancer.request': 'request', 'load-balancer.probe': 'probe', 'load-balancer.dropped': 'lost',
  'load-balancer.queued': '{count} queued', 'load-balancer.percent': '{percent}%', 'load-balancer.head.queue': 'queue', 'load-balancer.head.slots': 'slots', 'load-balancer.head.busy': 'busy',
  'load-balancer.state.up': 'Up', 'load-balancer.state.failing': 'Failing', 'load-balancer.state.down': 'Down', 'load-balancer.state.rising': 'Down', 'load-balancer.state.draining': 'Draining', 'load-balancer.state.starting': 'Slow start',
  'load-balancer.state.slow': 'Slow', 'load-balancer.state.frozen': 'Frozen', 'load-balancer.short.draining': 'drain', 'load-balancer.short.slow': '×{factor}', 'load-balancer.short.down': 'down', 'load-balancer.short.starting': '{percent}%', 'load-balancer.short.frozen': 'frozen',
  'load-balancer.spoken': '{state}, {busy} of {capacity} slots taken, {queued} queued', 'load-balancer.spoken-balancer': '{open} {open|request|requests} open', 'load-balancer.spoken-client': 'address {address}',
  'load-balancer.kind.request': 'Request', 'load-balancer.kind.forward': 'Request passed on', 'load-balancer.kind.answer': 'Response', 'load-balancer.kind.reply': 'Response to the client', 'load-balancer.kind.probe': 'Health probe', 'load-balancer.kind.probe-answer': 'Answer to a probe',
  'load-balancer.message': '{kind} from {from} to {to}',
} as const satisfies { readonly [key: string]: string };

/** How it chooses, among how many, and how many of them are out. */
export function subtitle({ state, text }: Pick<Moment<LoadBalancerState>, 'state' | 'text'>): string {
  const backends = state.backends.size;
  const out = [...state.backends.values()].filter((backend) => !isInRotation(state, backend)).length;
  const algorithm = text(`load-balancer.by.${state.algorithm}`);
  const all = text(backends === 1 ? 'load-balancer.subtitle-one' : 'load-balancer.subtitle', { algorithm, backends });
  return out === 0 ? all : `${all} · ${text('load-balancer.subtitle-out', { out })}`;
}
