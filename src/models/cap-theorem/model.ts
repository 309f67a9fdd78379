/**
 * `ds-cap-theorem`'s model: registers with a copy on every node, and what becomes of consistency and availability when the
 * nodes are cut apart. No verdict follows from the corner that was chosen: consistency is judged from what clients were told,
 * by per-key linearizability (`kernel/history-live.ts`), availability by counting the requests that live nodes left open.
 *
 * Rules: `coordinator.ts` and `rules.ts` name their sources. What C and A mean: Gilbert and Lynch, Brewer's Conjecture and
 * the Feasibility of Consistent, Available, Partition-Tolerant Web Services (SIGACT News 33(2), 2002). Simplified: storing
 * and computing take no time; every node has every key; nodes do not know of a cut, they only hear nothing.
 *
 * Safety, checked after every event: see `witness.ts`. Liveness, checked by tests: once all faults have ended, requests are
 * answered and copies become equal.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { arrive, hold, lose, loseOnArrival, send } from '../kernel/network.ts';
import { act, configure, onPlan } from './actions.ts';
import { onReply, onTick, onTimeout } from './clients.ts';
import { onForwardReply, onPatience, onQueryReply, onUpdateAck, take } from './coordinator.ts';
import type { Message } from './messages.ts';
import type { Here } from './node.ts';
import { CATCH_UP, caughtUp, handOff, paid, post, store, tellOf } from './node.ts';
import { tellVerdict } from './readouts.ts';
import type { Rules } from './rules.ts';
import { capRules } from './rules.ts';
import { startStore } from './start.ts';
import type { CapConfig, CapState } from './state.ts';
import { copyState } from './state.ts';
import { check } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function capTheorem(rules: Rules = capRules): Model<CapConfig, CapState> {
  return {
    slug: 'cap-theorem',
    create: startStore,
    handle(state, event, world) {
      handle(state, event, world, rules);
      tellVerdict(state, world);
    },
    act: (state, action, world) => act(state, action, world, rules),
    configure: (state, config, changed, world) => configure(state, config, changed, world),
    copy: copyState,
    check: (state) => check(state, rules.overlaps),
  };
}

function handle(state: CapState, event: Scheduled, world: World, rules: Rules): void {
  const { kind, data } = event;
  switch (kind) {
    case 'network.deliver': deliver(state, data as string, world, rules); break;
    case 'network.lose': lose(state.network, data as string, world); break;
    case 'tick': onTick(state, data as { readonly op: 'read' | 'write'; readonly tick: number }, world); break;
    case 'client-timeout': onTimeout(state, data as number, world); break;
    case 'plan': onPlan(state, data as { readonly plan: number; readonly what: 'cut' | 'heal' }, world); break;
    case 'handoff': at(state, data as string, world, rules, handOff); break;
    case 'caught-up': at(state, data as string, world, rules, caughtUp); break;
    case 'patience': {
      const { node, request } = data as { readonly node: string; readonly request: number };
      at(state, node, world, rules, (here) => onPatience(here, request));
      break;
    }
  }
}

function at(state: CapState, id: string, world: World, rules: Rules, happen: (here: Here) => void): void {
  const replica = state.replicas.get(id);
  if (replica !== undefined) happen({ state, replica, world, rules });
}

/** Messages that a frozen node's buffers take; what comes after is lost. */
const BUFFER = 256;

function deliver(state: CapState, packet: string, world: World, rules: Rules): void {
  const envelope = arrive(state.network, packet, world);
  if (envelope === null) return;
  const { message } = envelope;
  if (message.kind === 'client-reply') {
    onReply(state, message, world);
    return;
  }
  at(state, message.to, world, rules, (here) => {
    if (here.replica.up && here.replica.frozen) wait(state, envelope, world);
    else if (here.replica.up && here.replica.catchingUp && isRequest(message)) wait(state, envelope, world);
    else if (here.replica.up) receive(here, message);
    else if (message.kind !== 'client-request') loseOnArrival(state.network, envelope, world);
    // The process is gone, its machine is not: the client learns at once that nobody took its request.
    else send(state.network, state.config, { kind: 'client-reply', from: message.to, to: message.from, call: message.call, ok: false, reason: 'down', versions: [] }, world);
  });
}

const isRequest = ({ kind }: Message): boolean => kind === 'client-request' || kind === 'forward';

function wait(state: CapState, envelope: Envelope<Message>, world: World): void {
  const held = state.network.waiting.get(envelope.message.to)?.length ?? 0;
  if (held < BUFFER) hold(state.network, envelope);
  else loseOnArrival(state.network, envelope, world);
}

function receive(here: Here, message: Message): void {
  const { replica } = here;
  replica.suspects.delete(message.from);
  switch (message.kind) {
    case 'client-request': take(here, message.call, null); break;
    case 'query': post(here, { kind: 'query-reply', from: replica.id, to: message.from, request: message.request, key: message.key, versions: tellOf(here, message.key) }); break;
    case 'query-reply':
      if (message.request === CATCH_UP) store(here, message.key, message.versions);
      else onQueryReply(here, message);
      break;
    case 'update': {
      const { from, request, key, versions } = message;
      if (versions.length > 0) store(here, key, versions);
      post(here, { kind: 'update-ack', from: replica.id, to: from, request, key, versions });
      break;
    }
    case 'update-ack':
      paid(here, message.from, message.key, message.versions);
      onUpdateAck(here, message);
      break;
    case 'forward': take(here, message.call, message.from); break;
    case 'forward-reply': onForwardReply(here, message); break;
    case 'client-reply': break;
  }
}
