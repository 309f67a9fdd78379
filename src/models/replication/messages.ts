/** What servers say to each other. Messages never change after they are sent. */
import type { History } from './history.ts';
import type { LogRecord } from './log.ts';

/** How far a standby is. */
export interface Positions {
  readonly received: number;
  readonly flushed: number;
  readonly applied: number;
}

interface Between {
  readonly from: string;
  readonly to: string;
  /** The standby's connection that this belongs to; messages of an older one are answered with a reset. */
  readonly connection: number;
}

/** A standby asks to be sent what comes after its log. */
export interface Hello extends Between {
  readonly kind: 'hello';
  readonly positions: Positions;
  readonly timeline: number;
}

/** New records, in order, behind position `after`. */
export interface Ship extends Between {
  readonly kind: 'ship';
  readonly after: number;
  readonly records: readonly LogRecord[];
  readonly history: History;
}

/** The upstream lives, and this is how far it is. */
export interface Keepalive extends Between {
  readonly kind: 'keepalive';
  readonly end: number;
  readonly history: History;
  readonly sentUs: number;
}

/** A whole copy of the data, for a standby that needs records nobody has any more. */
export interface BaseBackup extends Between {
  readonly kind: 'base-backup';
  readonly lsn: number;
  readonly timeline: number;
  readonly clockUs: number;
  readonly history: History;
}

/** How far the standby is. `echoUs`: of the keepalive that this answers. */
export interface Status extends Between {
  readonly kind: 'status';
  readonly positions: Positions;
  readonly echoUs: number | null;
}

/** The standby's log has records that are none of the upstream's. */
export interface Refuse extends Between { readonly kind: 'refuse' }

/** Nobody here knows this connection. */
export interface Reset extends Between { readonly kind: 'reset' }

export type Message = Hello | Ship | Keepalive | BaseBackup | Status | Refuse | Reset;
