/** What the opening scene says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { readoutsOf, regionsOf } from '../../models/overview/readouts.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import type { Fact, Moment, Sentence } from '../base/concept.ts';

export type OverviewMoment = Pick<Moment<OverviewState>, 'state' | 'nowUs' | 'name' | 'text'>;

/** `98.4%`; a dash while unknown. */
export const percent = ({ text }: Pick<OverviewMoment, 'text'>, share: number | null): string => (share === null ? '–' : text('overview.percent', { value: Math.round(share * 1000) / 10 }));

export function facts(moment: OverviewMoment): readonly Fact[] {
  const { state, nowUs, text } = moment;
  const { nodesUp, measuredAvailability, predictedAvailability, requestsServed, requestsFailed } = readoutsOf(state, nowUs);
  return [
    { label: text('overview.up'), value: text('{count}', { count: nodesUp }), note: text('overview.of', { nodes: state.config.nodes }), ...(nodesUp < state.config.nodes ? { role: 'fail' as const } : {}) },
    { label: text('overview.served'), value: text('{count}', { count: requestsServed }), note: text('overview.failed', { count: requestsFailed }) },
    { label: text('overview.availability'), value: percent(moment, measuredAvailability), note: text('overview.predicted', { share: percent(moment, predictedAvailability) }) },
  ];
}

export function sentence(moment: OverviewMoment): Sentence {
  const { state, nowUs, text } = moment;
  const { nodesUp, wronglySuspected, requestsFailed, requestsServed } = readoutsOf(state, nowUs);
  const down = state.config.nodes - nodesUp;
  if (nodesUp === 0) return { strong: text('overview.say-none'), rest: text('overview.say-none-rest') };
  const lost = regionsOf(state).findIndex(({ up }) => up === 0);
  if (lost >= 0) return { strong: text('overview.say-region', { region: lost + 1 }), rest: text('overview.say-region-rest') };
  if (wronglySuspected > 0) return { strong: text(wronglySuspected === 1 ? 'overview.say-wrong-one' : 'overview.say-wrong', { count: wronglySuspected }), rest: text('overview.say-wrong-rest') };
  const rest = text(requestsFailed === 0 ? 'overview.say-served-all' : 'overview.say-served', { served: requestsServed, failed: requestsFailed });
  return { strong: text(down === 0 ? 'overview.say-all-up' : down === 1 ? 'overview.say-down-one' : 'overview.say-down', { count: down, nodes: state.config.nodes }), rest };
}

export function readouts({ state, nowUs }: OverviewMoment): { readonly [key: string]: Plain } {
  return { ...readoutsOf(state, nowUs) };
}
