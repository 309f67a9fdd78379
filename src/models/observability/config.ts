/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import { capped, labelsOf } from './series.ts';
import { tailSamplings } from './state.ts';
import type { ObservabilityConfig } from './state.ts';

/** Values by the names of the element's properties; durations in ms, lists as canonical text. */
export type ObservabilitySettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-observability`. */
export const observabilityDefaults = {
  services: 'gateway,cart,catalog,payment,db', requestRate: 20, errorRate: 0.02, sampling: 1, tailSampling: 'none', labels: 'route:4,status:3', logFormat: 'json',
  focus: 'all', noExemplars: false, latency: 20, jitter: 10, loss: 0,
} as const;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));

/** Names of a list, which splits at commas where it has any. 2–12: those that are missing are named by their number. */
export function serviceNames(text: string): readonly string[] {
  const names = text.split(text.includes(',') ? ',' : /\s+/).map((name) => name.trim().slice(0, 64)).filter((name) => name !== '').slice(0, 12);
  while (names.length < 2) names.push(`service ${names.length + 1}`);
  return names;
}

export function observabilityConfig(settings: ObservabilitySettings = {}): ObservabilityConfig {
  const values = { ...observabilityDefaults, ...settings };
  return {
    services: serviceNames(String(values.services)),
    requestRate: Number(values.requestRate),
    errorRate: Number(values.errorRate),
    sampling: Number(values.sampling),
    tailSampling: tailSamplings.find((each) => each === values.tailSampling) ?? 'none',
    labels: capped(labelsOf(String(values.labels))),
    logFormat: String(values.logFormat) === 'text' ? 'text' : 'json',
    exemplars: !values.noExemplars,
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
  };
}
