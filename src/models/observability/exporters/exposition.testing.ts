/** For tests: a strict reader of Prometheus' text format and of what OpenMetrics adds to it. */

const nameShape = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const labelShape = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"/;
const numberShape = /^(?:[+-]?Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  /** Trace of its exemplar. */
  readonly traceId: string | null;
}

const toNumber = (text: string): number => (text.endsWith('Inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text));

function labelsAt(line: string, from: number): { readonly labels: ReadonlyMap<string, string>; readonly end: number } {
  const labels = new Map<string, string>();
  let at = from + 1;
  while (line[at] !== '}') {
    const match = labelShape.exec(line.slice(at));
    if (match === null) throw new SyntaxError(`no label at ${at}: ${line}`);
    if (labels.has(match[1]!)) throw new SyntaxError(`label ${match[1]} twice: ${line}`);
    labels.set(match[1]!, match[2]!);
    at += match[0].length;
    if (line[at] === ',') at += 1;
    else if (line[at] !== '}') throw new SyntaxError(`labels are not closed: ${line}`);
  }
  return { labels, end: at + 1 };
}

function sampleOf(line: string): Sample {
  const name = nameShape.exec(line)?.[0];
  if (name === undefined) throw new SyntaxError(`no name: ${line}`);
  const { labels, end } = line[name.length] === '{' ? labelsAt(line, name.length) : { labels: new Map<string, string>(), end: name.length };
  const [before = '', exemplar] = line.slice(end).split(' # ');
  const [value = '', timestamp, ...more] = before.trim().split(/\s+/);
  if (!numberShape.test(value) || (timestamp !== undefined && !/^-?\d+(?:\.\d+)?$/.test(timestamp)) || more.length > 0) throw new SyntaxError(`no value: ${line}`);
  if (exemplar === undefined) return { name, labels, value: toNumber(value), traceId: null };
  const [, traceId, measured, when] = /^\{trace_id="([0-9a-f]{32})"\} (\S+) (\S+)$/.exec(exemplar) ?? [];
  if (traceId === undefined || !numberShape.test(measured ?? '') || !numberShape.test(when ?? '')) throw new SyntaxError(`no exemplar: ${line}`);
  return { name, labels, value: toNumber(value), traceId };
}

/** Samples of a text; throws a `SyntaxError` that names the line which is not well-formed. */
export function samplesOf(text: string): readonly Sample[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map(sampleOf);
}
