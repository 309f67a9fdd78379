/**
 * `ds-overview`'s model: many machines that fail and are repaired all the time, and a system that goes on working.
 *
 * Each node is an alternating renewal process with exponential times up and down, so that its availability is
 * mttf / (mttf + mttr) (e.g. Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science
 * Applications, chapter 6). Heartbeats and suspicions: see `detector.ts`; requests: `requests.ts`. Simplified: a node keeps
 * nothing that could be lost; its heartbeats to all neighbours travel as one.
 *
 * Safety, checked after every event or every thousandth: see `checks.ts`, and where `accuse` is called. Liveness, checked by
 * tests: requests are served once owners are up; who stays down is suspected; what is heard again is cleared.
 */
import type { Model, Scheduled } from '../kernel/model.ts';
import { arrive, hold, lose } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { check } from './checks.ts';
import type { OverviewConfig } from './config.ts';
import { onBeat, onLateBeat, onTick } from './detector.ts';
import { onFate, settleTime } from './life.ts';
import { onClientTick, onTimeout, receive } from './requests.ts';
import type { Rules } from './rules.ts';
import { overviewRules } from './rules.ts';
import { startOverview } from './start.ts';
import type { OverviewState, Run } from './state.ts';
import { copyState } from './state.ts';
import { numberOf } from './topology.ts';

/** The model, by the rules given; tests give broken ones. */
export function overview(rules: Rules = overviewRules): Model<OverviewConfig, OverviewState> {
  return {
    slug: 'overview',
    create: (config, world) => startOverview(config, world, rules),
    handle: (state, event, world) => handle({ state, world, rules }, event),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure(state, config, _changed, world) {
      const before = state.config;
      const run: Run = { state, world, rules };
      settleTime(run);
      // Who is there and who is whose neighbour was settled at the start.
      state.config = { ...config, nodes: before.nodes, regions: before.regions, degree: before.degree, replicas: Math.min(config.replicas, before.nodes) };
      configure(run, before);
    },
    copy: copyState,
    check,
  };
}

function handle(run: Run, { kind, data }: Scheduled): void {
  switch (kind) {
    case 'beat': onBeat(run, data as number); break;
    case 'tick': onTick(run, data as number); break;
    case 'late-beat': onLateBeat(run, data as number); break;
    case 'fate': onFate(run, data as number); break;
    case 'client': onClientTick(run); break;
    case 'timeout': onTimeout(run, data as { readonly id: string; readonly attempt: number }); break;
    case 'network.lose': lose(run.state.network, data as string, run.world); break;
    case 'network.deliver': deliver(run, data as string); break;
  }
}

function deliver(run: Run, packet: string): void {
  const envelope = arrive(run.state.network, packet, run.world);
  if (envelope === null) return;
  if (run.state.frozen[numberOf(envelope.message.to)] === 1) hold(run.state.network, envelope);
  else receive(run, envelope.message);
}
