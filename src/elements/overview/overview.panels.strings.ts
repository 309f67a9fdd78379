/** Strings of panels, events and notes, English. */
export const overviewPanelsStrings = {
  'overview.note.connected': 'Many machines, each sending heartbeats to a few others. Requests find an owner of their key.',
  'overview.note.failing': 'Machines fail all the time, and come back repaired. With this many, one is nearly always down.',
  'overview.note.served': 'Each key has several owners. While one of them is up, the request is served.',
  'overview.note.region': 'A whole region goes down at once.',
  'overview.note.suspected': 'Silence is all that the others notice: after some missed heartbeats they suspect.',
  'overview.note.repaired': 'Machines are repaired one by one, and their first heartbeat clears the suspicion.',
  'overview.note.near-capacity': 'Each machine bears little more than its share of the load.',
  'overview.note.cascade': 'The load of those that failed brings down others, and theirs the next: a cascade.',
  'overview.note.calm': 'Nothing fails. That is the rare case.',
  'overview.regions': 'Machines up by region', 'overview.region': 'Region {region}', 'overview.region-value': '{up} of {nodes}', 'overview.owners': 'Some owner of a key is up', 'overview.owners-rest': 'predicted, with {replicas} {replicas|owner|owners} each',
  'overview.table': 'Every machine at this moment',
  'overview.column.machine': 'Machine', 'overview.column.state': 'State', 'overview.column.region': 'Region', 'overview.column.island': 'Island', 'overview.column.suspected': 'Suspected by', 'overview.column.from': 'From', 'overview.column.to': 'To', 'overview.column.request': 'Request', 'overview.column.attempt': 'Attempt', 'overview.column.up': 'Machines up',
  'overview.kind.request': 'Request', 'overview.kind.refused': 'Refusal',
  'overview.say.crash': '{node} fails.', 'overview.say.recover': '{node} is repaired and is up again.',
  'overview.say.suspect': '{by} suspects {node}: it missed its heartbeats.', 'overview.say.suspect-wrong': '{by} suspects {node}, wrongly: it is up.', 'overview.say.clear': '{by} hears {node} again and clears it.',
  'overview.say.served': 'Request {message} is served.', 'overview.say.failed': 'Request {message} fails: no owner that it reached is up.',
} as const satisfies { readonly [key: string]: string };
