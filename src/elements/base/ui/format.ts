/** Numbers and times as the reader's language writes them. */

const formats = new Map<string, Intl.NumberFormat>();

/** A number with a fixed count of decimals. */
export function formatNumber(value: number, language: string, decimals = 0): string {
  const key = `${language} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    try {
      format = new Intl.NumberFormat(language, options);
    } catch {
      format = new Intl.NumberFormat('en', options);
    }
    formats.set(key, format);
  }
  return format.format(value);
}

/**
 * A simulated time with its unit: `320 ms`, `12.8 s`, `4 min 12 s`. The finer the span it moves in, the more of it is told,
 * so that the width of a moving time stays put.
 *
 * @param ms - Simulated milliseconds, ≥ 0.
 * @param spanMs - Longest time it will be compared with, e.g. the end of the scrubber.
 */
export function formatTime(ms: number, language: string, spanMs = ms): string {
  if (!Number.isFinite(ms)) return '∞';
  if (spanMs < 10_000 && ms < 1_000) return `${formatNumber(Math.floor(ms), language)}\u202fms`;
  if (spanMs < 600_000) {
    const decimals = spanMs < 10_000 ? 2 : 1;
    const unit = 10 ** decimals;
    return `${formatNumber(Math.floor((ms / 1_000) * unit + 1e-6) / unit, language, decimals)}\u202fs`;
  }
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes >= 60
    ? `${formatNumber(Math.floor(minutes / 60), language)}\u202fh ${String(minutes % 60).padStart(2, '0')}\u202fmin`
    : `${minutes}\u202fmin ${rest}\u202fs`;
}
