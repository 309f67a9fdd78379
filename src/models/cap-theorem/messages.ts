/** What clients and nodes say to each other. Messages never change after they are sent. */
import type { Version } from './version.ts';

/** What a client asks for. Immutable. */
export interface Call {
  /** Number of the request, and of the operation in the history. */
  readonly request: number;
  readonly client: string;
  readonly op: 'read' | 'write';
  readonly key: string;
  /** Null for reads. */
  readonly value: string | null;
}

interface Between {
  readonly from: string;
  readonly to: string;
}

export interface ClientRequest extends Between {
  readonly kind: 'client-request';
  readonly call: Call;
}

/** Why a node gave no value. After `no-write-quorum` the write may be on some copies, and may still spread. */
export type RefusalReason = 'no-read-quorum' | 'no-write-quorum' | 'down';

export interface ClientReply extends Between {
  readonly kind: 'client-reply';
  readonly call: Call;
  readonly ok: boolean;
  readonly reason: RefusalReason | null;
  /** What was read: one version, none where nothing was written, several where conflicts are kept. */
  readonly versions: readonly Version[];
}

/** Asks a node for its copy. */
export interface Query extends Between {
  readonly kind: 'query';
  readonly request: number;
  readonly key: string;
}

export interface QueryReply extends Between {
  readonly kind: 'query-reply';
  readonly request: number;
  readonly key: string;
  readonly versions: readonly Version[];
}

/** Gives a node versions to store: a write, the repair of a read, or a hint handed over (request 0). No versions: is anybody there? */
export interface Update extends Between {
  readonly kind: 'update';
  readonly request: number;
  readonly key: string;
  readonly versions: readonly Version[];
  readonly why: 'write' | 'repair' | 'hint';
}

export interface UpdateAck extends Between {
  readonly kind: 'update-ack';
  readonly request: number;
  readonly key: string;
  /** What was asked to be stored. */
  readonly versions: readonly Version[];
}

/** `ca`: a node hands a request to the one that orders them all. */
export interface Forward extends Between {
  readonly kind: 'forward';
  readonly call: Call;
}

export interface ForwardReply extends Between {
  readonly kind: 'forward-reply';
  readonly call: Call;
  readonly versions: readonly Version[];
}

export type Message = ClientRequest | ClientReply | Query | QueryReply | Update | UpdateAck | Forward | ForwardReply;
