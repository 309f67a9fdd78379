/** A consumer of queue mode: asks for messages, works on them one by one, settles each. */
import type { Member } from './cluster.ts';
import { effectiveAcks } from './cluster.ts';
import type { Deliver } from './messages.ts';
import { queueHost, sawProcessed } from './queue.ts';
import { POISON } from './queue-rules.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Places left in the hand: kept open for a broker that pushes, asked for anew each time by one who polls. */
function credit({ state }: Context, member: Member): number {
  const { receive, prefetch } = state.config;
  if (receive === 'poll') return member.hand.length === 0 ? prefetch : 0;
  return Math.max(0, prefetch - member.hand.length);
}

/** Tells the broker it is there, and how much it can take. */
export function tickQueueConsumer(context: Context, member: Member): void {
  const { state, world } = context;
  member.phase = 'stable';
  const everyUs = state.config.receive === 'poll' ? 1_000_000 : Math.max(1_000_000, state.config.sessionTimeoutUs / 3);
  if (world.nowUs - member.askedUs < everyUs && member.askedUs > 0) return;
  member.askedUs = world.nowUs;
  post(context, member.id, { kind: 'receive', to: queueHost(state), credit: credit(context, member) });
}

export function onDeliver(context: Context, member: Member, { message, attempt, payload }: Deliver): void {
  member.hand.push({ message, attempt, payload });
  context.world.emit('mq.delivered', { node: member.id, group: member.group, member: member.id, partition: 0, offset: -1, attempt, id: payload.id });
  workOnQueue(context, member);
}

export function workOnQueue(context: Context, member: Member): void {
  const { state, world } = context;
  const [next] = member.hand;
  if (!member.up || member.frozen || member.working !== null || next === undefined) return;
  const { payload, attempt } = next;
  const token = member.nextToken;
  member.nextToken += 1;
  member.working = {
    partition: -1, token,
    record: { offset: -attempt, epoch: 0, timeUs: world.nowUs, createdUs: payload.createdUs, key: payload.key, value: payload.value, id: payload.id, control: null, producerId: -1, producerEpoch: -1, sequence: -1, transactional: false, batch: { offset: -attempt, first: -1, last: -1 } },
  };
  world.schedule(state.config.processTimeUs, 'work', `${member.id} ${token}`);
}

/** Work on the first message in hand is over. */
export function onQueueWork(context: Context, member: Member): void {
  const { state, world } = context;
  const done = member.hand.shift();
  member.working = null;
  if (done) {
    const ok = done.payload.value !== POISON;
    if (ok) sawProcessed(state, member, done.message, done.payload, world);
    member.askedUs = world.nowUs;
    const settles = effectiveAcks(state.config) !== '0';
    if (settles) post(context, member.id, { kind: 'settle', to: queueHost(state), message: done.message, attempt: done.attempt, ok, credit: credit(context, member) });
    else post(context, member.id, { kind: 'receive', to: queueHost(state), credit: credit(context, member) });
  }
  workOnQueue(context, member);
}
