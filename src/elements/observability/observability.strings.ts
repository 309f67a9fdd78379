/** What services and signals are called: words that the first picture needs, English. */
import type { ObservabilityState } from '../../models/observability/state.ts';
import { culpritOf } from '../../models/observability/watching.ts';
import type { Moment } from '../base/concept.ts';
import { followedIn } from './lanes.ts';

export const observabilityStrings = {
  'role.service': 'Service', 'role.collector': 'Collector', 'role.log': 'Log', 'role.metric': 'Metric', 'role.span': 'Span', 'role.crashed': 'Crashed', 'role.frozen': 'Frozen',
  'observability.title': 'Observability',
  'observability.subtitle': '{services} services', 'observability.subtitle-slow': '{services} services · one slow request', 'observability.subtitle-failed': '{services} services · one failed request',
  'observability.logs': 'Logs', 'observability.metrics': 'Metrics', 'observability.traces': 'Traces', 'observability.trace': 'trace {id}', 'observability.ms': '{ms} ms',
  'observability.slow': '×{factor}', 'observability.fails': '{percent}% fail', 'observability.no-context': 'no context', 'observability.queue': '{count} wait', 'observability.firing': 'alert', 'observability.error': 'error', 'observability.series-now': '{count} series',
  'observability.call': 'call', 'observability.lost': 'lost', 'observability.refused': 'refused',
  'observability.spoken': '{open} {open|request|requests} in work', 'observability.spoken-slow': '{open} {open|request|requests} in work, {factor} times slower', 'observability.spoken-collector': '{count} {count|batch waits|batches wait}',
  'observability.message.call': 'Call from {from} to {to}', 'observability.message.answer': 'Answer from {from} to {to}', 'observability.message.export': 'Telemetry from {from} to {to}', 'observability.message.export-answer': 'Acknowledgement from {from} to {to}',
} as const satisfies { readonly [key: string]: string };

/** How many services, and whether there is something to follow. */
export function subtitle({ state, text }: Pick<Moment<ObservabilityState>, 'state' | 'text'>): string {
  const followed = followedIn(state, null);
  const culprit = followed?.trace ? culpritOf(followed.trace) : null;
  return text(culprit === null ? 'observability.subtitle' : culprit.error ? 'observability.subtitle-failed' : 'observability.subtitle-slow', { services: state.services.size });
}
