/**
 * `ds-network-partition`'s model: live nodes that cannot reach each other, what each policy does about it, and what of the
 * data is left when they can again.
 *
 * Sources: heartbeats and suspicion: Chandra and Toueg, Unreliable failure detectors (1996). `quorum`: a majority stores a
 * write before it is accepted, and an election collects the stores of a majority (Liskov and Cowling, Viewstamped
 * Replication Revisited, 2012, §4.2; promises as in Lamport's Paxos). `stonith`: Pacemaker and Corosync with `two_node`.
 * `fencing-token`: the sequencer of Chubby (Burrows, 2006, §2.4). Versions: DeCandia et al., Dynamo (2007), §4.4.
 *
 * Simplified: messages carry a whole store; persisting takes no time; writes are sent once and clients never repeat them;
 * a client reads before it writes, so its version descends from all that its node holds; heartbeats run by true time, only
 * timestamps and leases by a node's own clock; a node that is switched off stays off until it is recovered.
 *
 * Safety, checked after every event: `witness.ts`. Liveness, checked by tests: when everything is repaired, writes are
 * accepted again and all nodes come to hold the same.
 */
import type { Model, Scheduled } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { arrive, hold, lose, loseOnArrival } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onClientReply, onClientTick, onClientTimeout } from './client.ts';
import type { PartitionConfig } from './config.ts';
import { onFlap, onPlannedCut, onPlannedHeal } from './cuts.ts';
import type { Message } from './messages.ts';
import type { Scene } from './merge.ts';
import { onTick, receive } from './node.ts';
import { countService, lookForService } from './readouts.ts';
import type { Rules } from './rules.ts';
import { partitionRules } from './rules.ts';
import { receiveFenceRequest, receiveLockRequest, receivePowerOff, receiveStorageWrite } from './services.ts';
import { startPartition } from './start.ts';
import type { PartitionState } from './state.ts';
import { copyState } from './state.ts';
import { compareStores, sawArrival, throwBreach } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function networkPartition(rules: Rules = partitionRules): Model<PartitionConfig, PartitionState> {
  return {
    slug: 'network-partition',
    create: startPartition,
    handle(state, event, world) {
      countService(state, world.nowUs);
      handle({ state, world, rules }, event);
      lookForService(state);
    },
    act(state, action, world) {
      countService(state, world.nowUs);
      const result = act({ state, world, rules }, action);
      lookForService(state);
      return result;
    },
    configure(state, config, changed, world) {
      const before = state.config;
      // What is stored has the shape that these ask for: they hold for a whole run.
      const { nodes, policy, resolve, crdt } = before;
      state.config = { ...config, nodes, policy, resolve, crdt };
      configure({ state, world, rules }, changed, before);
    },
    copy: copyState,
    check(state, scope) {
      throwBreach(state.witness);
      if (scope === 'full') compareStores(state.witness, state.nodes.values());
    },
  };
}

function handle(scene: Scene, { kind, data }: Scheduled): void {
  const { state, world } = scene;
  switch (kind) {
    case 'network.deliver': deliver(scene, data as string); break;
    case 'network.lose': vanish(scene, data as string); break;
    case 'tick': {
      const node = state.nodes.get(data as string);
      if (node !== undefined) onTick(scene, node);
      break;
    }
    case 'client': onClientTick(state, data as string, world); break;
    case 'client-timeout': {
      const [client, request] = data as readonly [string, number];
      onClientTimeout(state, client, request);
      break;
    }
    case 'cut': onPlannedCut(scene); break;
    case 'heal': onPlannedHeal(scene); break;
    case 'flap': onFlap(scene); break;
  }
}

function vanish({ state, world }: Scene, id: string): void {
  const envelope = lose(state.network, id, world);
  if (envelope?.reason !== 'cut') return;
  const { from, to, kind } = envelope.message;
  state.stats.vanished += 1;
  world.emit('partition.vanished', { node: from, peer: to, from, to, message: id, kind });
}

function deliver(scene: Scene, id: string): void {
  const { state, world } = scene;
  const envelope = arrive(state.network, id, world);
  if (envelope === null) return;
  const { message } = envelope;
  sawArrival(state.witness, message.from, message.to, envelope.sentUs);
  const node = state.nodes.get(message.to);
  if (node === undefined) deliverOutside(scene, envelope);
  else if (!node.up) loseOnArrival(state.network, envelope, world);
  else if (node.frozen) wait(scene, envelope);
  else receive(scene, node, message);
}

/** To a client or a service. */
function deliverOutside(scene: Scene, envelope: Envelope<Message>): void {
  const { state, world } = scene;
  const { message } = envelope;
  const service = message.to === 'f1' ? state.fencer : message.to === 'l1' ? state.lock : message.to === 's1' ? state.storage : null;
  if (service?.up === false) {
    loseOnArrival(state.network, envelope, world);
    return;
  }
  switch (message.kind) {
    case 'client-reply': onClientReply(state, message, world); break;
    case 'fence-request': receiveFenceRequest(scene, message); break;
    case 'power-off': receivePowerOff(scene, message); break;
    case 'lock-request': receiveLockRequest(scene, message); break;
    case 'storage-write': receiveStorageWrite(scene, message); break;
  }
}

/** Messages that a frozen node's buffers take; what comes after is lost. */
const BUFFER = 256;

function wait({ state, world }: Scene, envelope: Envelope<Message>): void {
  const held = state.network.waiting.get(envelope.message.to)?.length ?? 0;
  if (held < BUFFER) hold(state.network, envelope);
  else loseOnArrival(state.network, envelope, world);
}
