/**
 * Search for an order in which one register gives all the answers of a history: Wing and Gong (Testing and Verifying
 * Concurrent Objects, 1993) with Lowe's memo of the sets of operations and values met before (2017). Exponential at worst,
 * so bounded; any values, repeated or not, and compare-and-set.
 */
import type { Operation, Value } from './history.ts';

/** A beginning or an answer, in a doubly linked list in order of time. */
interface Entry {
  readonly at: number;
  readonly operation: Operation;
  readonly answer: boolean;
  previous: Entry | null;
  next: Entry | null;
}

/** Beginnings before answers of the same moment: they count as concurrent. */
function entriesOf(operations: readonly Operation[]): Entry {
  const entries: { at: number; operation: Operation; answer: boolean; timeUs: number }[] = [];
  for (const [at, operation] of operations.entries()) {
    entries.push({ at, operation, answer: false, timeUs: operation.invokedUs });
    if (operation.answeredUs !== null) entries.push({ at, operation, answer: true, timeUs: operation.answeredUs });
  }
  entries.sort((a, b) => a.timeUs - b.timeUs || Number(a.answer) - Number(b.answer) || a.at - b.at);
  const head: Entry = { at: -1, operation: operations[0]!, answer: true, previous: null, next: null };
  let last = head;
  for (const { at, operation, answer } of entries) {
    const entry: Entry = { at, operation, answer, previous: last, next: null };
    last.next = entry;
    last = entry;
  }
  return head;
}

function unlink(entry: Entry): void {
  if (entry.previous) entry.previous.next = entry.next;
  if (entry.next) entry.next.previous = entry.previous;
}

function relink(entry: Entry): void {
  if (entry.previous) entry.previous.next = entry;
  if (entry.next) entry.next.previous = entry;
}

/** What the register holds after the operation; undefined when it could not have answered so. */
function apply(operation: Operation, held: Value): Value | undefined {
  const { kind, value, expected, mismatch } = operation;
  if (kind === 'write') return value;
  if (kind === 'read') return held === value ? held : undefined;
  if (mismatch === true) return held === expected ? undefined : held;
  return held === expected ? value : undefined;
}

/** Whether an order explains all answers; null when that was not found out in so many steps. */
export function searchOrder(operations: readonly Operation[], initial: Value, steps: number): boolean | null {
  if (operations.length === 0) return true;
  const head = entriesOf(operations);
  const answers = new Map<number, Entry>();
  for (let entry = head.next; entry; entry = entry.next) if (entry.answer) answers.set(entry.at, entry);
  let unanswered = answers.size;
  let held = initial;
  const placed = new Uint32Array((operations.length + 31) >>> 5);
  const memo = new Set<string>();
  const path: { entry: Entry; held: Value }[] = [];
  let entry = head.next;
  for (let step = 0; unanswered > 0; step += 1) {
    if (step > steps) return null;
    if (entry !== null && !entry.answer) {
      const after = apply(entry.operation, held);
      if (after !== undefined) {
        placed[entry.at >>> 5]! |= 1 << (entry.at & 31);
        const met = `${placed.join()} ${typeof after} ${String(after)}`;
        if (!memo.has(met)) {
          memo.add(met);
          path.push({ entry, held });
          held = after;
          unlink(entry);
          const answer = answers.get(entry.at);
          if (answer) {
            unlink(answer);
            unanswered -= 1;
          }
          entry = head.next;
          continue;
        }
        placed[entry.at >>> 5]! &= ~(1 << (entry.at & 31));
      }
      entry = entry.next;
      continue;
    }
    // An answer whose operation has no place yet, or the end: the last one placed has to stand elsewhere.
    const last = path.pop();
    if (last === undefined) return false;
    placed[last.entry.at >>> 5]! &= ~(1 << (last.entry.at & 31));
    held = last.held;
    const answer = answers.get(last.entry.at);
    if (answer) {
      relink(answer);
      unanswered += 1;
    }
    relink(last.entry);
    entry = last.entry.next;
  }
  return true;
}
