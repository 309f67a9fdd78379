/**
 * `ds-message-queue`'s model: topics of partitions that are replicated over brokers, idempotent and transactional producers,
 * groups of consumers with generations, and queues with visibility and dead letters, under the faults of a reader.
 *
 * Rules: Apache Kafka's by mechanism (KIP-98, 101, 279, 429, 447, 497, 595, 890), RabbitMQ's and SQS's for queues; see each
 * module. Simplified: the controller does not fail; the topics of offsets and transactions are as good as replicated and lose
 * nothing; clients learn who leads and who coordinates without a round trip; disks are written at once; sizes count
 * records, not bytes.
 *
 * Safety, checked after every event: committed records are never rewritten; the high watermark is on every in-sync replica;
 * a leader from the in-sync set has all that is committed; no log is cut below its high watermark; consumers see nothing
 * above it; one owner of a partition in a generation; commits of an older generation are refused; sequences have no gap and
 * no idempotent record stands twice; read_committed shows decided transactions only; at most once makes no duplicates and
 * exactly once none either; retention keeps what is not committed; compaction keeps each key's newest. Liveness, checked by
 * the swarm: once everything is repaired, records are produced and processed.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { arrive, hold, lose, loseOnArrival } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { checkEverything } from './checks.ts';
import type { QueueConfig, QueueState } from './cluster.ts';
import { controllerId, effectiveAcks } from './cluster.ts';
import { onControllerTick } from './controller.ts';
import { copyState } from './copy.ts';
import { dispatchMessage } from './dispatch.ts';
import { lost, throwBreach } from './ledger.ts';
import type { Message } from './messages.ts';
import { onProduceTimer } from './producer.ts';
import type { Rules } from './rules.ts';
import { queueRules } from './rules.ts';
import { startQueue, TICK_US } from './start.ts';
import { tickBroker, tickClient } from './ticks.ts';
import { onWork } from './replies.ts';

/** The model, by the rules given; tests give broken ones. */
export function messageQueue(rules: Rules = queueRules): Model<QueueConfig, QueueState> {
  return {
    slug: 'message-queue',
    create: startQueue,
    handle: (state, event, world) => handle(state, event, world, rules),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure: (state, config, changed, world) => configure({ state, world, rules }, config, changed),
    copy: copyState,
    check(state, scope) {
      throwBreach(state.ledger);
      if (scope === 'full') checkEverything(state);
    },
  };
}

function handle(state: QueueState, event: Scheduled, world: World, rules: Rules): void {
  const context = { state, world, rules };
  const data = event.data as string;
  switch (event.kind) {
    case 'network.deliver': deliver(state, data, world, rules); break;
    case 'network.lose': sawLost(state, lose(state.network, data, world), world); break;
    case 'broker': tickBroker(context, data); break;
    case 'client': tickClient(context, data); break;
    case 'controller':
      onControllerTick(context);
      world.schedule(TICK_US, 'controller', controllerId);
      break;
    case 'produce': {
      const producer = state.producers.get(data);
      if (producer && producer.tickUs === world.nowUs) onProduceTimer(context, producer);
      break;
    }
    case 'work': {
      const [id = '', token] = data.split(' ');
      const member = state.members.get(id);
      if (member) onWork(context, member, Number(token));
      break;
    }
  }
}

/** Messages that a frozen process's buffers take; what comes after is lost. */
const BUFFER = 256;

function deliver(state: QueueState, packet: string, world: World, rules: Rules): void {
  const envelope = arrive(state.network, packet, world);
  if (envelope === null) return;
  const { to } = envelope.message;
  const node = state.brokers.get(to) ?? state.members.get(to) ?? state.producers.get(to);
  if (to !== controllerId && node?.up !== true) dropOnArrival(state, envelope, world);
  else if (node?.frozen !== true) dispatchMessage({ state, world, rules }, envelope.message);
  else if ((state.network.waiting.get(to)?.length ?? 0) < BUFFER) hold(state.network, envelope);
  else dropOnArrival(state, envelope, world);
}

function dropOnArrival(state: QueueState, envelope: Envelope<Message>, world: World): void {
  loseOnArrival(state.network, envelope, world);
  sawLost(state, envelope, world);
}

/** What nobody will send again is lost with its message. */
function sawLost(state: QueueState, envelope: Envelope<Message> | null, world: World): void {
  const message = envelope?.message;
  if ((message?.kind === 'produce' || message?.kind === 'enqueue') && message.acks === '0') {
    for (const { id } of message.records) lost(state.ledger, id, 'send-and-forget', world);
  } else if (message?.kind === 'deliver' && effectiveAcks(state.config) === '0') lost(state.ledger, message.payload.id, 'send-and-forget', world);
}
