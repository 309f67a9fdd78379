/** What the observer of a run remembers; see `witness.ts` for what it makes of it. */
import type { Log } from './log.ts';
import { copyLog, emptyLog } from './log.ts';

interface Ballot {
  term: number;
  candidate: string;
}

/** A leader's log when it was last looked at. */
interface Tenure {
  term: number;
  lastIndex: number;
  lastTerm: number;
}

export interface Witness {
  /** First breach seen; the model's `check` throws it. */
  broken: { rule: string; detail: string } | null;
  /** Who led a term, and the last index made in it. */
  terms: Map<number, { leader: string; lastIndex: number }>;
  /** Latest vote of each node, across crashes. */
  ballots: Map<string, Ballot>;
  /** Highest term each node was in, across crashes; forgotten when its disk is lost. */
  currentTerm: Map<string, number>;
  tenures: Map<string, Tenure>;
  /** Commit index of each node since it last started. */
  commitIndex: Map<string, number>;
  /** Everything that was ever committed, in order. */
  committed: Log;
  /** Highest index committed by the leader of each term, newest 32 terms. */
  commitsOfTerm: Map<number, number>;
}

export function makeWitness(): Witness {
  return {
    broken: null, terms: new Map(), ballots: new Map(), currentTerm: new Map(), tenures: new Map(), commitIndex: new Map(),
    committed: emptyLog(), commitsOfTerm: new Map(),
  };
}

export function copyWitness(witness: Witness): Witness {
  const { terms, ballots, tenures } = witness;
  return {
    broken: witness.broken,
    terms: new Map([...terms].map(([term, known]) => [term, { ...known }])),
    ballots: new Map([...ballots].map(([id, ballot]) => [id, { ...ballot }])),
    currentTerm: new Map(witness.currentTerm),
    tenures: new Map([...tenures].map(([id, tenure]) => [id, { ...tenure }])),
    commitIndex: new Map(witness.commitIndex),
    committed: copyLog(witness.committed),
    commitsOfTerm: new Map(witness.commitsOfTerm),
  };
}
