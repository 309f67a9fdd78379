/** What nodes, clients and services say to each other. Messages never change after they are sent. */
import type { VectorClock } from './clock.ts';
import type { Store } from './held.ts';

interface Sent { readonly from: string; readonly to: string }

/** What a client wants done to a key. */
export interface Request {
  readonly key: string;
  readonly value: string;
  /** Takes an element out of a set. */
  readonly remove: boolean;
  /** What a counter moves by. */
  readonly amount: number;
}

/** Why a write was not accepted. */
export type RefusalReason =
  | 'no-primary' | 'no-quorum' | 'unconfirmed' | 'lower-token' | 'not-there' | 'only-grows' | 'too-many-keys';

export interface ClientRequest extends Sent { readonly kind: 'client-request'; readonly request: number; readonly write: Request }
export interface ClientReply extends Sent {
  readonly kind: 'client-reply';
  readonly request: number;
  readonly accepted: boolean;
  /** Null when accepted, or when the client shall ask `primary`. */
  readonly reason: RefusalReason | null;
  readonly primary: string | null;
}

/** I am here. `epoch`: the highest the sender knows; `leads`: the epoch in which it is primary, 0 if it is not. */
export interface Heartbeat extends Sent { readonly kind: 'heartbeat'; readonly epoch: number; readonly leads: number; readonly context: VectorClock }

/** All that the sender stores: replication of a write, or anti-entropy. */
export interface StateMessage extends Sent { readonly kind: 'state'; readonly epoch: number; readonly leads: number; readonly store: Store }
/** Stored, on disk, by one who has promised itself to no later epoch. */
export interface StateAck extends Sent { readonly kind: 'state-ack'; readonly epoch: number; readonly context: VectorClock }

export interface VoteRequest extends Sent { readonly kind: 'vote-request'; readonly epoch: number }
/** A vote brings all that the voter stores, so that a majority of votes brings every accepted write. */
export interface Vote extends Sent { readonly kind: 'vote'; readonly epoch: number; readonly granted: boolean; readonly store: Store }

/** Asks the fencing device to switch nodes off. */
export interface FenceRequest extends Sent { readonly kind: 'fence-request'; readonly request: number; readonly targets: readonly string[] }
/** Goes to one node's own power switch, `w3` for `n3`, which obeys everybody. */
export interface PowerOff extends Sent { readonly kind: 'power-off'; readonly request: number; readonly target: string }
export interface FenceReply extends Sent { readonly kind: 'fence-reply'; readonly request: number; readonly targets: readonly string[] }

/** Asks for the lock, or for more time with it (`token` above 0). */
export interface LockRequest extends Sent { readonly kind: 'lock-request'; readonly token: number; readonly sentLocalUs: number }
export interface LockReply extends Sent {
  readonly kind: 'lock-reply';
  readonly granted: boolean;
  readonly token: number;
  readonly holder: string | null;
  readonly sentLocalUs: number;
}

export interface StorageWrite extends Sent { readonly kind: 'storage-write'; readonly token: number; readonly write: Request; readonly pending: number; readonly timestampUs: number }
export interface StorageReply extends Sent { readonly kind: 'storage-reply'; readonly accepted: boolean; readonly pending: number; readonly highest: number; readonly clock: VectorClock; readonly store: Store }

export type Message =
  | ClientRequest | ClientReply | Heartbeat | StateMessage | StateAck | VoteRequest | Vote
  | FenceRequest | PowerOff | FenceReply | LockRequest | LockReply | StorageWrite | StorageReply;
