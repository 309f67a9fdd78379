/** Moments of a run as wall time: exports need dates, so time 0 is the first moment of 2026 (UTC). */

/** µs since 1970. */
const epochUs = 1_767_225_600_000_000;

/** Nanoseconds since 1970 as decimal digits, as OTLP wants them. */
export const nanoseconds = (us: number): string => `${epochUs + us}000`;

export const microseconds = (us: number): number => epochUs + us;

/** Seconds since 1970 with their fraction, as OpenMetrics wants them. */
export const seconds = (us: number): string => decimal(Math.floor((epochUs + us) / 1000) / 1000);

/** A number as text, never with an exponent where these exports have one to write. */
export const decimal = (value: number): string => String(value);

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-01-01T00:00:00.127Z`. Days by Hinnant's algorithm (civil from days). */
export function isoDate(us: number): string {
  const ms = Math.floor((epochUs + us) / 1000);
  const days = Math.floor(ms / 86_400_000);
  const rest = ms - days * 86_400_000;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const from = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * from + 2) / 5) + 1;
  const month = from < 10 ? from + 3 : from - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const hours = Math.floor(rest / 3_600_000), minutes = Math.floor(rest / 60_000) % 60, secs = Math.floor(rest / 1000) % 60;
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${two(minutes)}:${two(secs)}.${String(rest % 1000).padStart(3, '0')}Z`;
}
