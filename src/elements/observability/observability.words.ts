/** What observability says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { observabilityReadouts, ownTimeOf, plainReadouts } from '../../models/observability/readouts.ts';
import type { ObservabilityState } from '../../models/observability/state.ts';
import { culpritOf } from '../../models/observability/watching.ts';
import type { Fact, Moment, Sentence } from '../base/concept.ts';
import { followedIn } from './lanes.ts';

export type ObservingMoment = Pick<Moment<ObservabilityState>, 'state' | 'nowUs' | 'name' | 'text' | 'selected'>;

/** `62 ms`; a dash where it is not known yet. */
export const inMs = (ms: number | null, { text }: Pick<ObservingMoment, 'text'>): string => (ms === null ? '–' : text('observability.ms', { ms: Math.round(ms) }));

export const percent = (share: number | null, { text }: Pick<ObservingMoment, 'text'>): string => (share === null ? '–' : text('observability.percent', { percent: Math.round(share * 100) }));

export function facts(moment: ObservingMoment): readonly Fact[] {
  const { state, nowUs, text } = moment;
  const read = observabilityReadouts(state, nowUs);
  const followed = followedIn(state, moment.selected);
  const alert = read.alerts.length > 0;
  return [
    { label: text('observability.p50'), value: inMs(read.latencyP50, moment) },
    { label: text('observability.p99'), value: inMs(read.latencyP99, moment), ...(alert ? { role: 'warn' as const } : {}) },
    followed === null ? { label: text('observability.kept'), value: percent(read.tracesKeptShare, moment) } : { label: text('role.span'), value: followed.traceId.slice(0, 4), role: 'span' },
  ];
}

/** What ails those who are watched, and those who watch. */
function troubled({ state, name, text }: ObservingMoment): Sentence | null {
  const { collector, stats, services } = state;
  const say = (key: string, values: { readonly [name: string]: string | number } = {}): Sentence => ({ strong: text(`observability.${key}`, values), rest: text(`observability.${key}-rest`, values) });
  if (!collector.up) return say('collector-down');
  const wayIn = services.get('s1');
  if (wayIn?.up === false) return say('way-in-down', { name: name('s1') });
  const torn = [...services.values()].find(({ strips }) => strips);
  if (torn !== undefined) return say('torn', { name: name(torn.id) });
  return collector.queue.length > 6 ? say('overloaded', { count: collector.queue.length, dropped: stats.dropped }) : null;
}

/** What the signals say. */
function told(moment: ObservingMoment): Sentence | null {
  const { state, nowUs, name, text } = moment;
  const read = observabilityReadouts(state, nowUs);
  const say = (key: string, values: { readonly [name: string]: string | number }): Sentence => ({ strong: text(`observability.${key}`, values), rest: text(`observability.${key}-rest`, values) });
  if (read.alerts.includes('TooManySeries')) return say('many-series', { series: read.activeSeries, product: read.labelProduct });
  const followed = followedIn(state, moment.selected);
  const spans = followed?.trace?.spans ?? [];
  const culprit = followed?.trace ? culpritOf(followed.trace) : null;
  if (culprit?.error) {
    const body = followed!.logs.find(({ spanId }) => spanId === culprit.spanId)?.body ?? '–';
    return say('failed', { percent: Math.round((read.errorShare ?? 0) * 100), name: name(culprit.service), body: body.replace(/^failed: /, '') });
  }
  if (culprit !== null) return say('slow-one', { name: name(culprit.service), own: Math.round(ownTimeOf(culprit, spans) / 1000), ms: Math.round(followed!.durationUs / 1000) });
  if (read.alerts.includes('HighLatency') && state.config.sampling < 1) return say('unseen', { times: Math.round(1 / Math.max(0.001, state.config.sampling)) });
  return state.config.tailSampling === 'none' ? null : say('tail', { kept: read.tracesKept, all: read.tracesStarted });
}

/** What happens now and why. */
export function sentence(moment: ObservingMoment): Sentence {
  const { state, text } = moment;
  const plain = state.finished.length === 0 ? 'quiet' : 'steady';
  return troubled(moment) ?? told(moment) ?? { strong: text(`observability.${plain}`), rest: text(`observability.${plain}-rest`) };
}

/** Everything that can be read off; see `ObservabilityReadouts`. */
export const readouts = ({ state, nowUs }: ObservingMoment): { readonly [key: string]: Plain } => plainReadouts(state, nowUs);
