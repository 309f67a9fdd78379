/** What is counted in a run. Bounded: totals, and what was seen lately. */

/** Of one side's client. */
export interface SideStats {
  /** Writes whose acknowledgement reached the client. */
  accepted: number;
  refused: number;
  /** Writes without any answer: they may have been accepted. */
  unanswered: number;
  /** Time in which no primary that the client could reach was able to accept, µs. */
  withoutServiceUs: number;
  served: boolean;
}

export interface Stats {
  /** By client id. */
  sides: Map<string, SideStats>;
  /** Times that accepted writes met of which neither knew the other. */
  conflicts: number;
  /** Accepted writes that are gone without anybody having seen and overwritten them. */
  lostUpdates: number;
  promotions: number;
  /** Messages that met a wall. */
  vanished: number;
  /** Writes refused by storage for their token. */
  tokensRefused: number;
  /** Up to when the times above are counted. */
  countedUs: number;
  /** Dots of accepted writes, conflicts and merges reported and updates lost of late. */
  accepted: Set<string>;
  reported: Set<string>;
  lost: Set<string>;
}

const remembered = 512;

export function makeStats(clients: readonly string[]): Stats {
  return {
    sides: new Map(clients.map((id) => [id, { accepted: 0, refused: 0, unanswered: 0, withoutServiceUs: 0, served: true }])),
    conflicts: 0, lostUpdates: 0, promotions: 0, vanished: 0, tokensRefused: 0, countedUs: 0,
    accepted: new Set(), reported: new Set(), lost: new Set(),
  };
}

export function copyStats(stats: Stats): Stats {
  return {
    ...stats, sides: new Map([...stats.sides].map(([id, side]) => [id, { ...side }])),
    accepted: new Set(stats.accepted), reported: new Set(stats.reported), lost: new Set(stats.lost),
  };
}

/** Adds to a set that remembers the latest 512. False when it was there already. */
export function rememberIn(set: Set<string>, item: string): boolean {
  if (set.has(item)) return false;
  set.add(item);
  if (set.size > remembered) for (const oldest of set) {
    set.delete(oldest);
    break;
  }
  return true;
}
