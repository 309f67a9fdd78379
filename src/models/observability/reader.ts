/**
 * Reads traces of real systems: OTLP in JSON (one object, or one on each line) and Jaeger's JSON. What cannot be used is
 * told in one sentence; nothing of a broken file is shown.
 */
import type { Span } from './state.ts';

/** At most so much is read. */
export const readLimits = { characters: 8_388_608, spans: 1000, services: 12, depth: 32 } as const;

/** A span of a file: `service` is a name here, and times begin at the earliest span. */
export type ReadSpan = Omit<Span, 'request'>;

export interface Recording {
  /** Names in the order in which they are first called. */
  readonly services: readonly string[];
  /** By start. */
  readonly spans: readonly ReadSpan[];
}

/** One sentence for the author: what is wrong with the file. */
export class UnreadableTrace extends Error {
  override readonly name = 'UnreadableTrace';
}

type Json = { readonly [key: string]: unknown };

const fail = (why: string): never => { throw new UnreadableTrace(why); };
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const field = (record: unknown, name: string): unknown => (isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One value, or one on each line. */
function documents(text: string): readonly unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const all = lines.map(parsed);
  const broken = all.indexOf(undefined);
  if (lines.length < 2 || broken === 0) fail('not JSON');
  if (broken !== -1) fail(`line ${broken + 1} is not JSON`);
  return all;
}

const attributeOf = (attributes: unknown, key: string): unknown => field(records(attributes).find((each) => each['key'] === key), 'value');

function idOf(value: unknown, digits: number, what: string): string {
  const id = typeof value === 'string' ? value.toLowerCase() : '';
  if (!/^[0-9a-f]+$/.test(id) || id.length > digits || /^0+$/.test(id)) fail(`a span has no ${what} of ${digits} hex digits`);
  return id.padStart(digits, '0');
}

/** µs of decimal digits of ns, or of a number; exact: the last three digits are cut before it becomes a number. */
function microsecondsOf(value: unknown, span: string): number {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value : '';
  if (!/^\d{1,20}$/.test(digits)) fail(`span ${span} has no time`);
  return Number(digits.slice(0, -3));
}

const nameIn = (value: unknown, otherwise: string): string => (typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 64) : otherwise);

function otlpSpans(document: Json): readonly ReadSpan[] {
  return records(document['resourceSpans']).flatMap((each) => {
    const named = attributeOf(field(field(each, 'resource'), 'attributes'), 'service.name');
    const service = nameIn(field(named, 'stringValue'), 'unknown');
    return records(each['scopeSpans']).flatMap((scope) => records(scope['spans'])).map((span): ReadSpan => {
      const spanId = idOf(span['spanId'], 16, 'span id');
      const parent = span['parentSpanId'];
      const code = field(span['status'], 'code');
      return {
        traceId: idOf(span['traceId'], 32, 'trace id'), spanId, parentSpanId: parent === undefined || parent === null || parent === '' ? null : idOf(parent, 16, 'parent id'),
        service, name: nameIn(span['name'], service), startUs: microsecondsOf(span['startTimeUnixNano'], spanId), endUs: microsecondsOf(span['endTimeUnixNano'], spanId),
        error: code === 2 || code === 'STATUS_CODE_ERROR',
      };
    });
  });
}

function jaegerSpans(document: Json): readonly ReadSpan[] {
  return records(document['data']).flatMap((trace) => records(trace['spans']).map((span): ReadSpan => {
    const spanId = idOf(span['spanID'], 16, 'span id');
    const traceId = idOf(span['traceID'], 32, 'trace id');
    const process = field(trace['processes'], String(span['processID']));
    const service = nameIn(field(process, 'serviceName'), 'unknown');
    const parent = records(span['references']).find((each) => each['refType'] === 'CHILD_OF');
    const startUs = span['startTime'], duration = span['duration'];
    if (typeof startUs !== 'number' || typeof duration !== 'number' || !Number.isSafeInteger(startUs) || !Number.isSafeInteger(duration)) return fail(`span ${spanId} has no time`);
    return {
      traceId, spanId, parentSpanId: parent === undefined ? null : idOf(parent['spanID'], 16, 'parent id'),
      service, name: nameIn(span['operationName'], service), startUs, endUs: startUs + duration,
      error: records(span['tags']).some((tag) => tag['key'] === 'error' && (tag['value'] === true || tag['value'] === 'true')),
    };
  }));
}

function checked(spans: readonly ReadSpan[]): void {
  const ids = new Set<string>();
  for (const { traceId, spanId, startUs, endUs } of spans) {
    if (endUs < startUs) fail(`span ${spanId} ends before it begins`);
    if (ids.has(`${traceId} ${spanId}`)) fail(`span ${spanId} is there twice`);
    ids.add(`${traceId} ${spanId}`);
  }
}

/** Spans of files that were parsed already. @throws {UnreadableTrace} */
export function recordingOf(all: readonly unknown[]): Recording {
  const spans = all.flatMap((document) => {
    if (!isRecord(document)) return fail('neither OTLP nor Jaeger JSON');
    if (Array.isArray(document['resourceSpans'])) return otlpSpans(document);
    if (Array.isArray(document['data'])) return jaegerSpans(document);
    return Array.isArray(document['resourceMetrics']) || Array.isArray(document['resourceLogs']) ? [] : fail('neither OTLP nor Jaeger JSON');
  });
  if (spans.length === 0) fail('there is no span in it');
  if (spans.length > readLimits.spans) fail(`${spans.length} spans, more than ${readLimits.spans}`);
  checked(spans);
  const first = spans.reduce((least, { startUs }) => Math.min(least, startUs), Infinity);
  const ordered = spans.map((span) => ({ ...span, startUs: span.startUs - first, endUs: span.endUs - first })).sort((a, b) => a.startUs - b.startUs || (a.spanId < b.spanId ? -1 : 1));
  const services = [...new Set(ordered.map(({ service }) => service))];
  if (services.length > readLimits.services) fail(`${services.length} services, more than ${readLimits.services}`);
  return { services, spans: ordered };
}

/** A file of traces as text. @throws {UnreadableTrace} */
export function readTraces(text: string): Recording {
  if (text.length > readLimits.characters) fail('larger than 8 MB');
  return recordingOf(documents(text));
}
