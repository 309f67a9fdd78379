/** Whole clusters for tests: by settings, by scenario, and one whose old leader is asked for a value. */
import { assert } from '../../../test/assert.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { ClusterConfig, ClusterState } from './cluster.ts';
import { leaderOf } from './cluster.ts';
import { clusterConfig } from './config.ts';
import type { ClusterSettings } from './config.ts';
import { raftCluster } from './model.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';
import { raftScenarios } from './scenarios.ts';
import { reconfigure } from './swarm.ts';

export const ms = 1000;

export function simulate(settings: ClusterSettings = {}, seed = 1, rules: Rules = raftRules): Simulation<ClusterConfig, ClusterState> {
  return new Simulation({ model: raftCluster(rules), config: clusterConfig(settings), seed, reconfigure });
}

export function scenario(name: string, rules: Rules = raftRules): Timeline<ClusterConfig, ClusterState> {
  const known = raftScenarios.get(name) ?? assert.fail(`no scenario ${name}`);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  return new Timeline({ model: raftCluster(rules), config: clusterConfig((known.settings ?? {}) as ClusterSettings), seed: known.seed ?? 1, commands, reconfigure });
}

/** A leader is cut off, another elected, both sides written to; then the old one is asked for x. */
export function readAtOldLeader(settings: ClusterSettings, rules: Rules = raftRules): { readonly state: ClusterState; readonly answer: ModelEvent | undefined } {
  const run = simulate(settings, 1, rules);
  run.runTo(900 * ms);
  const old = leaderOf(run.state)?.node.id ?? assert.fail('no leader');
  run.act({ action: 'cut' });
  run.runTo(2_500 * ms);
  assert.ok(leaderOf(run.state)?.node.id !== old, 'another leads');
  run.takeEvents();
  assert.deepEqual(run.act({ action: 'read', args: { node: old } }), { ok: true });
  run.runTo(3_500 * ms);
  return { state: run.state, answer: run.takeEvents().find(({ type, data }) => type === 'raft.client' && data['op'] === 'read') };
}
