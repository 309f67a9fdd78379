/** A message that nobody acknowledged in time becomes ready once more: exactly one copy of it. */
export const copiesOf = (message: string): readonly string[] => [message];

/** A record with this value makes every attempt to process it fail. */
export const POISON = 'poison';
