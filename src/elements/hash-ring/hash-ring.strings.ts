/** Words that the first picture of the ring needs, English. */
export const hashRingStrings = {
  'hash-ring.title': 'Consistent hashing',
  'hash-ring.servers': '{servers} servers',
  'hash-ring.server-one': '1 server',
  'hash-ring.vnodes': '{vnodes} virtual nodes each',
  'hash-ring.vnodes-one': 'one token each',
  'hash-ring.vnodes-by-weight': '{vnodes} virtual nodes × weight',
  'hash-ring.against': 'against {other}',
  'hash-ring.by-ring': 'the ring',
  'hash-ring.by-modulo': 'hash mod N',
  'hash-ring.percent': '{percent}%',
  'hash-ring.spoken-circle': '{percent} per cent of the circle, {tokens} tokens',
  'hash-ring.spoken-keys': '{percent} per cent of the keys',
  'hash-ring.spoken-lookups': '{percent} per cent of the lookups',
} as const;
