/** Words of the live figure: facts, sentence, verbs, legend. English. */
export const overviewWords = {
  'overview.percent': '{value}%', 'overview.up': 'Machines up', 'overview.of': 'of {nodes}', 'overview.served': 'Requests served', 'overview.failed': '{count} failed',
  'overview.availability': 'Availability', 'overview.predicted': 'predicted {share}', 'overview.all-up': 'All up at once', 'overview.all-up-note': 'predicted chance',
  'overview.say-none': 'Every machine is down.', 'overview.say-none-rest': 'Nobody is left to answer until one is repaired.',
  'overview.say-region': 'All of region {region} is down.', 'overview.say-region-rest': 'Each key has owners in other regions too, so requests go there.',
  'overview.say-wrong': '{count} machines are suspected though they are up.', 'overview.say-wrong-one': '1 machine is suspected though it is up.',
  'overview.say-wrong-rest': 'Silence cannot tell slow or just repaired from dead; the next heartbeat clears it.',
  'overview.say-all-up': 'All {nodes} machines are up.', 'overview.say-down': '{count} of {nodes} machines are down.', 'overview.say-down-one': '1 of {nodes} machines is down.',
  'overview.say-served-all': 'All requests so far were served: {served}.', 'overview.say-served': 'Requests served so far: {served}; failed: {failed}.',
  'overview.crash-one': 'Crash a machine', 'overview.fail-region': 'Fail a region', 'overview.recover-all': 'Repair all', 'overview.heal': 'Heal', 'overview.request': 'Send a request', 'overview.capacity': 'Set what a machine bears',
  'overview.legend.request': 'Request', 'overview.legend.refused': 'Refusal', 'overview.legend.down': 'Down', 'overview.legend.up': 'Up, with its heartbeat',
} as const satisfies { readonly [key: string]: string };
