/** What is on its way in a mesh, and what is tried again. For pictures. */
import type { Message, ServiceMeshState } from './state.ts';

/** A call that is tried again. */
export interface Retrying {
  readonly proxy: string;
  /** The host that failed last. */
  readonly host: string;
  readonly status: number;
}

/** Calls whose retry waits or is under way. */
export function retrying({ calls, hosts }: ServiceMeshState): readonly Retrying[] {
  return [...calls.values()].flatMap(({ proxy, retrying: again, state, tried }) => {
    const host = again ? (state === 'backoff' ? tried.at(-1) : tried.at(-2)) : undefined;
    return host === undefined ? [] : [{ proxy, host, status: hosts.get(host)?.failing?.status ?? 503 }];
  });
}

/** Something on its way. */
export interface Travelling {
  /** Of the message; `drop` and `delay` take it. */
  readonly id: string;
  readonly kind: Message['kind'];
  readonly from: string;
  readonly to: string;
  /** Of the way done, 0–1. */
  readonly share: number;
  /** Where it will vanish, 0–1; null: it arrives. */
  readonly lostAt: number | null;
  /** HTTP status of an answer; 0: reset; null where there is none. */
  readonly status: number | null;
  /** Version of a configuration; null where there is none. */
  readonly version: number | null;
  readonly attempt: number;
  readonly plain: boolean;
  /** A handshake refused, a configuration rejected. */
  readonly refused: boolean;
}

export function travelling(state: ServiceMeshState, nowUs: number): readonly Travelling[] {
  return [...state.network.inFlight.values()].map(({ id, message, sentUs, dueUs, lostUs }) => {
    const way = Math.max(1, dueUs - sentUs);
    return {
      id, kind: message.kind, from: message.from, to: message.to, share: Math.max(0, Math.min(1, (nowUs - sentUs) / way)), lostAt: lostUs === null ? null : (lostUs - sentUs) / way,
      status: 'status' in message ? message.status : null, version: 'version' in message ? message.version : null, attempt: 'attempt' in message ? message.attempt : 1,
      plain: 'plain' in message && message.plain, refused: (message.kind === 'welcome' && message.reason !== null) || (message.kind === 'ack' && !message.ok),
    };
  });
}
