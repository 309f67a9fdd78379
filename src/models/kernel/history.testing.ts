/** Histories for tests: recorded from a real register, tampered with, and judged by trying every order. */
import type { Operation, Value } from './history.ts';
import type { RandomStream } from './model.ts';

/** What clients of one atomic register saw. Each operation takes effect at a moment between its beginning and its answer. */
export function recorded(random: RandomStream, count: number, values: number): Operation[] {
  const drawn = Array.from({ length: count }, (_, at) => {
    const invokedUs = random.integer(0, count * 6);
    const effectUs = invokedUs + random.integer(0, 12);
    return { at, invokedUs, effectUs, answeredUs: effectUs + random.integer(0, 12), isWrite: random.chance(0.4), unanswered: random.chance(0.1), missed: random.chance(0.5) };
  }).sort((a, b) => a.effectUs - b.effectUs || a.at - b.at);
  let held: Value = null;
  return drawn.map(({ at, invokedUs, answeredUs, isWrite, unanswered, missed }): Operation => {
    const written = values > count ? at + 1 : random.integer(1, values);
    if (isWrite && !(unanswered && missed)) held = written;
    return { id: at + 1, client: `c${at + 1}`, key: 'x', kind: isWrite ? 'write' : 'read', value: isWrite ? written : held, invokedUs, answeredUs: unanswered ? null : answeredUs };
  });
}

/** The history with one thing changed: an answer's value, or a time. */
export function mutate(random: RandomStream, operations: readonly Operation[]): Operation[] {
  const chosen = random.integer(0, operations.length - 1);
  const value = operations[random.integer(0, operations.length - 1)]!.value;
  const byUs = random.integer(-40, 40);
  const isValue = random.chance(0.5);
  return operations.map((operation, at) => {
    if (at !== chosen) return operation;
    if (operation.kind === 'read' && isValue) return { ...operation, value };
    return { ...operation, invokedUs: operation.invokedUs + byUs, answeredUs: operation.answeredUs === null ? null : operation.answeredUs + byUs };
  });
}

/** Whether any order explains the answers, by trying all. For a handful of operations. */
export function bruteForce(operations: readonly Operation[], held: Value): boolean {
  const left = operations.filter(({ kind, answeredUs }) => kind === 'write' || answeredUs !== null);
  if (left.every(({ answeredUs }) => answeredUs === null)) return true;
  return left.some((next) => {
    const rest = left.filter((other) => other !== next);
    if (rest.some(({ answeredUs }) => answeredUs !== null && answeredUs < next.invokedUs)) return false;
    if (next.kind === 'read') return next.value === held && bruteForce(rest, held);
    return bruteForce(rest, next.value);
  });
}
