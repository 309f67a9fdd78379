/** What a network holds and where it is cut, apart from what moves it: see `network.ts`. */

/** What a message needs to travel. Messages never change after they are sent. */
export interface Addressed {
  readonly from: string;
  readonly to: string;
}

export type LossReason = 'loss' | 'cut' | 'dropped' | 'down';

/** A message on its way. Immutable: changes make a new one. */
export interface Envelope<Message extends Addressed> {
  /** `m1`, `m2`, …; never reused in a run. */
  readonly id: string;
  readonly message: Message;
  readonly sentUs: number;
  readonly dueUs: number;
  /** When it is lost on its way; null while it is going to arrive. */
  readonly lostUs: number | null;
  readonly reason: LossReason | null;
}

export interface NetworkState<Message extends Addressed> {
  nextId: number;
  readonly inFlight: Map<string, Envelope<Message>>;
  /** Lately lost, oldest first, for pictures; at most 48. */
  lost: Envelope<Message>[];
  /** Sides of a cut; null: none. Nodes in no group belong to the last. */
  groups: readonly (readonly string[])[] | null;
  /** Ids that stand outside every cut into sides, such as clients that reach everybody. */
  readonly outside: readonly string[];
  /** Single directions that are cut, as `n1>n2`. */
  readonly cutLinks: Set<string>;
  /** Factor on the latency of all that a node sends or receives. */
  readonly slow: Map<string, number>;
  /** Messages that arrived at a frozen node, by node, in order. */
  readonly waiting: Map<string, Envelope<Message>[]>;
}

export function createNetwork<Message extends Addressed>(outside: readonly string[] = []): NetworkState<Message> {
  return { nextId: 1, inFlight: new Map(), lost: [], groups: null, outside, cutLinks: new Set(), slow: new Map(), waiting: new Map() };
}

/** Copy that shares the immutable envelopes. */
export function copyNetwork<Message extends Addressed>(network: NetworkState<Message>): NetworkState<Message> {
  return {
    ...network,
    inFlight: new Map(network.inFlight),
    lost: network.lost.slice(),
    cutLinks: new Set(network.cutLinks),
    slow: new Map(network.slow),
    waiting: new Map([...network.waiting].map(([node, envelopes]) => [node, envelopes.slice()])),
  };
}

function sideOf(groups: readonly (readonly string[])[], node: string): number {
  const side = groups.findIndex((group) => group.includes(node));
  return side === -1 ? groups.length - 1 : side;
}

/** Whether messages in this direction vanish now. */
export function isCut<Message extends Addressed>(network: NetworkState<Message>, from: string, to: string): boolean {
  if (network.cutLinks.size > 0 && network.cutLinks.has(`${from}>${to}`)) return true;
  if (network.groups === null || network.outside.includes(from) || network.outside.includes(to)) return false;
  return sideOf(network.groups, from) !== sideOf(network.groups, to);
}
