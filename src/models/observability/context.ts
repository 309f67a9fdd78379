/**
 * Trace context: what one service tells the next of the trace that a request belongs to, and the decision at the root
 * whether the trace is recorded.
 *
 * @see W3C Trace Context (Recommendation), §3.2; OpenTelemetry, TraceState probability sampling (consistent sampling by the
 * 56 rightmost bits of the trace id).
 */
import type { RandomStream } from '../kernel/model.ts';

/** Immutable. */
export interface Context {
  /** 32 hex digits, not all 0. */
  readonly traceId: string;
  /** 16 hex digits, not all 0. */
  readonly spanId: string;
  /** Bit 0 of the flags: whoever sent it may have recorded it. */
  readonly sampled: boolean;
}

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads the `traceparent` headers of one request. Null where the receiver has to start a new trace: no header, several, or
 * one that is not well-formed. Versions that are not known yet are read as version 00 with something behind it.
 */
export function parseTraceparent(headers: readonly string[]): Context | null {
  if (headers.length !== 1) return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = shape.exec(headers[0]!.replace(/^[ \t]+|[ \t]+$/g, '')) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

export const formatTraceparent = ({ traceId, spanId, sampled }: Context): string => `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** A random id of so many hex digits (a multiple of 8), never all 0. */
export function newId(random: RandomStream, digits: number): string {
  let id = '';
  while (id.length < digits) id += random.integer(0, 4_294_967_295).toString(16).padStart(8, '0');
  return /[1-9a-f]/.test(id) ? id : `${id.slice(1)}1`;
}

/** Randomness is compared with 48 of its 56 bits, which double precision holds exactly. */
const scale = 281_474_976_710_656;

/** Whether a trace is in the share that is kept: the same answer wherever it is asked, and a larger share keeps all that a smaller one does. */
export function inShare(traceId: string, share: number): boolean {
  if (share >= 1) return true;
  return share > 0 && parseInt(traceId.slice(18, 30), 16) >= Math.floor((1 - share) * scale);
}
