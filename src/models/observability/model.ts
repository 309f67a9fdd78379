/**
 * `ds-observability`'s model: services that handle a tree of calls and tell of it in logs, metrics and traces; a collector;
 * stores; alerts.
 *
 * Rules: `context.ts` (W3C Trace Context; OpenTelemetry's consistent sampling), `histogram.ts` and `alerts.ts` (Prometheus),
 * `series.ts` (OpenTelemetry's cardinality limit), `telemetry.ts` and `collector.ts` (OpenTelemetry SDK and Collector).
 * Simplified: one span for each service and request, of kind server; a service works on any number of requests at once;
 * callers do not try again; one collector; metrics are pushed, not scraped; intervals are shorter than in real systems, each
 * said where it is defined.
 *
 * Safety and liveness: see `witness.ts`.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import { arrive, lose } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onEvaluate } from './alerts.ts';
import { onAnswerOfCollector, onCollectorMessage, onDecide, onProcessed } from './collector.ts';
import { onRecorded } from './recorded.ts';
import type { Rules } from './rules.ts';
import { observingRules } from './rules.ts';
import type { Scene } from './scene.ts';
import { onArrival, onServiceMessage, onTimeout, onWorked } from './services.ts';
import { startObserving } from './start.ts';
import { copyState } from './state.ts';
import type { ObservabilityConfig, ObservabilityState } from './state.ts';
import { onExport } from './telemetry.ts';
import { check } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function observability(rules: Rules = observingRules): Model<ObservabilityConfig, ObservabilityState> {
  return {
    slug: 'observability',
    create: startObserving,
    handle: (state, event, world) => handle({ state, world, rules }, event, world),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure: (state, config, changed, world) => configure({ state, world, rules }, config, changed),
    copy: copyState,
    check,
  };
}

function handle(scene: Scene, { kind, data }: Scheduled, world: World): void {
  switch (kind) {
    case 'network.deliver': deliver(scene, data as string, world); break;
    case 'network.lose': lose(scene.state.network, data as string, world); break;
    case 'arrival': onArrival(scene, data as number); break;
    case 'worked': onWorked(scene, data as unknown as [string, string]); break;
    case 'timeout': onTimeout(scene, data as unknown as [string, string]); break;
    case 'export': onExport(scene, data as unknown as [string, number]); break;
    case 'processed': onProcessed(scene, data as number); break;
    case 'decide': onDecide(scene, data as string); break;
    case 'evaluate': onEvaluate(scene); break;
    case 'recorded': onRecorded(scene, data as number); break;
  }
}

function deliver(scene: Scene, id: string, world: World): void {
  const envelope = arrive(scene.state.network, id, world);
  if (envelope === null) return;
  const { kind } = envelope.message;
  if (kind === 'export') onCollectorMessage(scene, envelope);
  else if (kind === 'export-answer') onAnswerOfCollector(scene, envelope);
  else onServiceMessage(scene, envelope);
}
