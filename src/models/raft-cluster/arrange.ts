/** Sets up logs that would take a long history to come about, such as the paper's figures. */
import type { ActionArguments, ActionResult, World } from '../kernel/model.ts';
import type { ClusterState } from './cluster.ts';
import type { LogEntry } from './log.ts';
import { append, emptyLog, entriesFrom } from './log.ts';
import { loseVolatileState } from './node.ts';
import { refused } from './reasons.ts';
import { apply, digestOf, noData } from './state-machine.ts';
import { observe, sawArrangement, sawStart } from './witness.ts';

/**
 * `logs`: the terms of each server's entries, servers apart by `|`: `1 1 4|1 1`. `terms`: the current term of each server,
 * by default that of its last entry. `committed`: how many of the first entries are committed, which all must share.
 * Only at time 0.
 */
export function arrange(state: ClusterState, args: ActionArguments, world: World): ActionResult {
  if (world.nowUs > 0) return refused('logs can be arranged only before the run begins');
  const logs = String(args['logs'] ?? '').split('|').map(numbers);
  const terms = numbers(String(args['terms'] ?? ''));
  const committed = Math.max(0, Math.trunc(Number(args['committed'] ?? 0)));
  if (logs.length !== state.members.size) return refused('one log for each server');
  if (logs.some((log) => log.length < committed)) return refused('what is committed is in every log');
  [...state.members.values()].forEach(({ node }, at) => {
    const { durable } = node;
    durable.log = emptyLog();
    for (const term of logs[at] ?? []) append(durable.log, entryOf(durable.log.lastIndex + 1, term, durable.log.lastTerm));
    durable.currentTerm = terms[at] ?? durable.log.lastTerm;
    loseVolatileState(node);
    const shared = entriesFrom(durable.log, 1, committed);
    node.volatile.commitIndex = committed;
    node.volatile.lastApplied = committed;
    node.volatile.data = shared.reduce(apply, noData);
    node.volatile.digest = shared.reduce(digestOf, 0);
    sawArrangement(state.witness, shared);
    sawStart(state.witness, node);
    observe(state.witness, node);
  });
  return { ok: true };
}

function entryOf(index: number, term: number, previousTerm: number): LogEntry {
  return { index, term, command: `x=${index}`, previousTerm };
}

function numbers(text: string): number[] {
  return text.split(/[\s,]+/).filter((part) => /^\d{1,6}$/.test(part)).map(Number);
}
