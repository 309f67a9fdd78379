/** What the log is for: a small store of keys. A command `x=5` sets `x`; any other changes nothing. */
import type { LogEntry } from './log.ts';

/** A value, and the client's request that wrote it; 0 = no client did. */
export interface Held {
  readonly value: string;
  readonly request: number;
}

/** Never changed; every write makes a new one. */
export type Data = ReadonlyMap<string, Held>;

export const noData: Data = new Map();

/** The key that a command sets, and to what; null when it sets none. */
export function assignment(command: string): { readonly key: string; readonly value: string } | null {
  const at = command.indexOf('=');
  return at < 1 ? null : { key: command.slice(0, at).trim(), value: command.slice(at + 1).trim() };
}

export function apply(data: Data, { command, request = 0 }: LogEntry): Data {
  const set = assignment(command);
  if (set === null) return data;
  return new Map(data).set(set.key, { value: set.value, request });
}

/** For comparing: FNV-1a over everything that was carried out, in order. */
export function digestOf(digest: number, entry: LogEntry): number {
  let hash = Math.imul((digest ^ entry.index) >>> 0, 16777619);
  hash = Math.imul(hash ^ entry.term, 16777619);
  for (let at = 0; at < entry.command.length; at += 1) hash = Math.imul(hash ^ entry.command.charCodeAt(at), 16777619);
  return hash >>> 0;
}
