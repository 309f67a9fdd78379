/**
 * `ds-replication`'s model: a primary that ships its log to replicas, and confirms writes by the rule asked for.
 *
 * Rules: PostgreSQL's streaming, synchronous and cascading replication, timelines and pg_rewind (its documentation, chapters
 * 26 and 27); MySQL's degrading semi-synchronous replication (its manual, 19.4.10). Simplified: the client stands beside the
 * servers; promoting, rewinding and copying take no time of their own; timelines are numbered for the whole system; a
 * connection sends again what is lost as TCP does, after a timeout; what was applied need not be applied again after a crash.
 *
 * Safety, checked after every event: see `witness.ts`. Liveness, checked by tests: with enough standbys up and connected
 * every write is confirmed; a degraded primary waits again once they have caught up.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { arrive, hold, lose, loseOnArrival } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onClientTick, onRead } from './client.ts';
import type { ReplicationConfig } from './config.ts';
import type { Message } from './messages.ts';
import { ruleFor } from './mode.ts';
import { onDegradeTimer, settle } from './primary.ts';
import type { Rules } from './rules.ts';
import { replicationRules } from './rules.ts';
import { onApplied, onFlushed } from './server.ts';
import type { ReplicationState, Run, Server } from './state.ts';
import { startReplication } from './start.ts';
import { copyState } from './state.ts';
import { onTick, receive, reset } from './stream.ts';
import { compareEverything, observe, observeMode, throwBreach } from './witness.ts';

/** Messages that a frozen server's buffers take; what comes after is lost. */
const BUFFER = 256;

/** The model, by the rules given; tests give broken ones. */
export function replication(rules: Rules = replicationRules): Model<ReplicationConfig, ReplicationState> {
  return {
    slug: 'replication',
    create: startReplication,
    handle: (state, event, world) => handle({ state, world, rules }, event),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure(state, config, changed, world) {
      const before = state.config.writeRate;
      // The servers are there from the start.
      state.config = { ...config, replicas: state.config.replicas };
      configure({ state, world, rules }, changed, before);
    },
    copy: copyState,
    check(state, scope) {
      if (scope === 'event') throwBreach(state.witness);
      else compareEverything(state);
    },
  };
}

function handle(run: Run, { kind, data }: Scheduled): void {
  const { state, world } = run;
  switch (kind) {
    case 'network.deliver': deliver(run, data as string, world); break;
    case 'network.lose': lose(state.network, data as string, world); break;
    case 'flush': touch(run, data as string, onFlushed); break;
    case 'apply': touch(run, data as string, onApplied); break;
    case 'tick': touch(run, data as string, onTick); break;
    case 'degrade': touch(run, data as string, onDegradeTimer); break;
    case 'client': {
      onClientTick(run);
      observe(state, state.servers.get(state.primary)!);
      break;
    }
    case 'read': onRead(run, data as number); break;
  }
}

/** Lets one server do something, then confirms what may be and looks at what it may have broken. */
function touch(run: Run, id: string, happen: (run: Run, server: Server) => void): void {
  const server = run.state.servers.get(id);
  if (server === undefined) return;
  happen(run, server);
  if (!server.frozen) settle(run, server);
  observe(run.state, server);
  if (server.degraded) observeMode(run.state, server, ruleFor(run.state, server));
}

function deliver(run: Run, packet: string, world: World): void {
  const envelope = arrive(run.state.network, packet, world);
  if (envelope === null) return;
  touch(run, envelope.message.to, (_, server) => {
    if (!server.up) answerForTheDead(run, envelope);
    else if (server.frozen) wait(run, envelope);
    else receive(run, server, envelope.message);
  });
}

/** The process is gone, its machine is not: whoever asks learns that nobody listens. */
function answerForTheDead(run: Run, envelope: Envelope<Message>): void {
  loseOnArrival(run.state.network, envelope, run.world);
  if (envelope.message.kind !== 'reset') reset(run, envelope.message);
}

function wait({ state, world }: Run, envelope: Envelope<Message>): void {
  const held = state.network.waiting.get(envelope.message.to)?.length ?? 0;
  if (held < BUFFER) hold(state.network, envelope);
  else loseOnArrival(state.network, envelope, world);
}
