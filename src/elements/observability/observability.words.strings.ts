/** Words of facts and sentence, English. */
export const observabilityWords = {
  'observability.p50': 'p50', 'observability.p95': 'p95', 'observability.p99': 'p99', 'observability.series': 'Series', 'observability.percent': '{percent}%', 'observability.kept': 'Traces kept', 'observability.errors': 'Errors',
  'observability.collector-down': 'The collector is down.', 'observability.collector-down-rest': 'The services work on; what they cannot deliver they hold, and drop when there is no room left.',
  'observability.way-in-down': '{name} is down.', 'observability.way-in-down-rest': 'Requests are refused, and no telemetry says so: only a look from outside would.',
  'observability.torn': '{name} gets no trace context.', 'observability.torn-rest': 'What happens there, and below, is a trace of its own: nobody can follow a request through.',
  'observability.overloaded': 'The collector cannot keep up.', 'observability.overloaded-rest': '{count} {count|batch waits|batches wait}; {dropped} spans and log lines are lost so far.',
  'observability.many-series': '{series} time series.', 'observability.many-series-rest': 'Every combination of label values is one of its own; {product} are possible for each service.',
  'observability.failed': '{percent}% of requests fail.', 'observability.failed-rest': 'The trace leads to {name}; its log line says: {body}.',
  'observability.slow-one': 'The p99 leads to one slow request.', 'observability.slow-one-rest': '{name} takes {own} of its {ms} ms.',
  'observability.unseen': 'Requests are slow, and no trace shows why.', 'observability.unseen-rest': 'One in {times} is recorded, chosen before anybody knew which would matter.',
  'observability.steady': 'Every request leaves three signals.', 'observability.steady-rest': 'Log lines, a measurement and a trace, tied together by its id.',
  'observability.quiet': 'Nothing to be seen yet.', 'observability.quiet-rest': 'The first requests are on their way.',
  'observability.tail': 'The collector decides.', 'observability.tail-rest': 'It waits for the spans of a trace, then keeps what failed or was slow, and a few others: {kept} of {all} so far.',
} as const satisfies { readonly [key: string]: string };
