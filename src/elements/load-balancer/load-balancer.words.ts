/** What load balancing says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { capacityOf } from '../../models/load-balancer/state.ts';
import type { Backend, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { isInRotation, loadBalancerReadouts, viewOf, waitingAt } from '../../models/load-balancer/readouts.ts';
import type { LoadBalancerReadouts } from '../../models/load-balancer/readouts.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { standingOf } from './load-balancer.picture.ts';

export type BalancingMoment = Pick<Moment<LoadBalancerState>, 'state' | 'nowUs' | 'name' | 'text'>;

/** `0.15 s` of ms; a dash where it is not known yet. */
export const seconds = (ms: number | null, { text }: Pick<BalancingMoment, 'text'>): string =>
  (ms === null ? '–' : text('load-balancer.seconds', { seconds: ms < 10_000 ? Math.round(ms / 10) / 100 : Math.round(ms / 100) / 10 }));

export function facts(moment: BalancingMoment): readonly Fact[] {
  const { state, nowUs, text } = moment;
  const { healthy, backends, latencyP50, latencyP99 } = loadBalancerReadouts(state, nowUs);
  return [
    { label: text('load-balancer.rotation'), value: text('load-balancer.of', { healthy, backends }), role: healthy < backends ? 'warn' : 'backend' },
    { label: text('load-balancer.p50'), value: seconds(latencyP50, moment) },
    { label: text('load-balancer.p99'), value: seconds(latencyP99, moment) },
  ];
}

function troubled(moment: BalancingMoment): Sentence | null {
  const { state, nowUs, name, text } = moment;
  const all = [...state.backends.values()];
  const out = all.filter((backend) => !isInRotation(state, backend) && backend.draining === null);
  const say = (key: string, backend: Backend, more: { readonly [name: string]: string | number } = {}): Sentence => {
    const values = { name: name(backend.id), ...more };
    return { strong: text(`load-balancer.${key}`, values), rest: text(`load-balancer.${key}-rest`, values) };
  };
  const failing = all.find((backend) => standingOf(state, backend, nowUs).word === 'failing');
  if (failing !== undefined) {
    const { ring } = standingOf(state, failing, nowUs);
    return say(ring.of - ring.done === 1 ? 'failing-last' : ring.done === 1 ? 'failing-first' : 'failing', failing, { failed: ring.done, left: ring.of - ring.done });
  }
  const draining = all.find((backend) => backend.draining !== null);
  if (draining !== undefined) return say('drains', draining, { open: draining.serving.length + waitingAt(draining) });
  const overloaded = all.filter((backend) => waitingAt(backend) > 0).sort((a, b) => waitingAt(b) - waitingAt(a))[0];
  if (overloaded !== undefined) {
    const full = waitingAt(overloaded) >= state.config.queue;
    return say(full ? 'full' : overloaded.slow > 1 ? 'slow-queues' : 'queues', overloaded, { queued: waitingAt(overloaded), slots: capacityOf(state, overloaded) });
  }
  const [first] = out;
  if (first !== undefined) {
    const rising = standingOf(state, first, nowUs);
    if (rising.word === 'rising') return say('rising', first, { good: rising.ring.done, need: rising.ring.of });
    return say(viewOf(state, first)?.downBy === 'passive' ? 'out-passive' : 'out', first, { rest: all.length - out.length, need: state.config.healthyAfter });
  }
  const starting = all.find((backend) => standingOf(state, backend, nowUs).word === 'starting');
  return starting === undefined ? null : say('starts', starting, { percent: Math.round(standingOf(state, starting, nowUs).ring.done * 100) });
}

/** What happens now and why. */
export function sentence(moment: BalancingMoment): Sentence {
  const { state, text } = moment;
  if (state.backends.size === 0) return { strong: text('load-balancer.none'), rest: text('load-balancer.nobody-rest') };
  if (![...state.balancers.values()].some(({ up }) => up)) return { strong: text('load-balancer.no-balancer'), rest: text('load-balancer.no-balancer-rest') };
  if (![...state.backends.values()].some((backend) => isInRotation(state, backend))) return { strong: text('load-balancer.nobody'), rest: text('load-balancer.nobody-rest') };
  return troubled(moment) ?? { strong: text('load-balancer.steady', { backends: state.backends.size }), rest: text(`load-balancer.how.${state.algorithm}`) };
}

/** Everything that can be read off; see `LoadBalancerReadouts`. */
export function readouts({ state, nowUs }: BalancingMoment): { readonly [key: string]: Plain } {
  const all: LoadBalancerReadouts = loadBalancerReadouts(state, nowUs);
  return { ...all };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: BalancingMoment): readonly Breach[] {
  const { errors, dropped, noBackend } = state.stats;
  const count = errors + dropped + noBackend;
  return count > 0 ? [{ verdict: 'available', message: text('load-balancer.verdict.failed', { count }), witness: { errors, dropped, noBackend } }] : [];
}
