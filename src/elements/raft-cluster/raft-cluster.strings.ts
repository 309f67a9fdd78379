/** What the cluster is called, and its size: words that the first picture of the cluster needs, English. */
import type { ClusterState } from '../../models/raft-cluster/cluster.ts';
import { quorumNow } from '../../models/raft-cluster/cluster.ts';
import type { Moment } from '../base/concept.ts';

export const raftClusterStrings = {
  'raft-cluster.title': 'Raft cluster',
  'raft-cluster.subtitle': '{servers} servers',
  'raft-cluster.subtitle-one': 'one server',
  'raft-cluster.subtitle-even': '{servers} servers · they bear no more crashes than {fewer}',
  'raft-cluster.learner': 'one learner',
  'raft-cluster.learners': '{count} learners',
  'raft-cluster.partition': 'partition',
  'raft-cluster.one-crash': 'one crash',
  'raft-cluster.crashes': '{count} crashes',
  'raft-cluster.deposed': 'Old leader',
  'raft-cluster.spoken': 'term {term}, {entries} entries, {committed} committed',
  'raft-cluster.dropped': 'dropped',
  'raft-cluster.message.request-vote': 'RequestVote', 'raft-cluster.message.vote-reply': 'Vote', 'raft-cluster.message.append-entries': 'AppendEntries',
  'raft-cluster.message.heartbeat': 'Heartbeat', 'raft-cluster.message.append-reply': 'Reply to AppendEntries', 'raft-cluster.message.install-snapshot': 'InstallSnapshot',
  'raft-cluster.message.pre-vote': 'PreVote', 'raft-cluster.message.pre-vote-reply': 'Reply to PreVote', 'raft-cluster.message.timeout-now': 'TimeoutNow',
  'raft-cluster.message-spoken': '{kind} of term {term} from {from} to {to}',
} as const satisfies { readonly [key: string]: string };

/** Words of facts and sentence. */
export const raftClusterWords = {
  'raft-cluster.legend.vote': 'Candidate / vote',
  'raft-cluster.legend.append': 'AppendEntries',
  'raft-cluster.leader': 'Leader',
  'raft-cluster.nobody': 'none',
  'raft-cluster.verdict.leaders': '{count} servers act as leader', 'raft-cluster.verdict.stale': '{count} reads gave a value that was overwritten before they began',
  'raft-cluster.term': 'Term',
  'raft-cluster.commit': 'Commit',
  'raft-cluster.commit-value': '{commit} / {last}',
  'raft-cluster.all-down': 'Every server is down.',
  'raft-cluster.all-down-rest': 'Nothing can be written or read until a majority is back.',
  'raft-cluster.no-majority': 'Only {up} of {servers} servers are up.',
  'raft-cluster.no-majority-rest': 'A leader needs {quorum} votes, so nobody can lead and nothing is committed.',
  'raft-cluster.no-leader': 'Nobody leads yet.',
  'raft-cluster.no-leader-now': 'The leader is gone.',
  'raft-cluster.next-timeout': 'The patience of {name} ends first, in {ms} ms; then it stands for election.',
  'raft-cluster.stands': '{name} stands for term {term}.',
  'raft-cluster.stands-rest': 'It has {votes} of the {quorum} votes it needs.',
  'raft-cluster.several-stand': '{names} stand against each other.',
  'raft-cluster.several-stand-rest': 'None can be sure of {quorum} votes; random timeouts will let one go first.',
  'raft-cluster.asks': '{name} asks whether it would be elected.',
  'raft-cluster.asks-rest': 'Only with {quorum} times yes does it raise the term and stand.',
  'raft-cluster.catching-up': 'Newcomers catch up: {names}.',
  'raft-cluster.catching-up-rest': 'They get the log and have no vote until they hold what is committed.',
  'raft-cluster.joint': 'Two majorities decide, the old and the new.',
  'raft-cluster.joint-rest': 'Entry {index} names both. Once both have it, the new one decides alone.',
  'raft-cluster.hands-over': '{name} hands over to {heir}.',
  'raft-cluster.hands-over-rest': 'It takes no more writes, and tells {heir} to stand as soon as that has the whole log.',
  'raft-cluster.deposed-strong': '{old} still believes it leads.',
  'raft-cluster.deposed-rest': '{leader} leads term {term} with a majority. What {old} appends is never committed.',
  'raft-cluster.isolated': '{name} leads, but reaches only {reach} of {servers} servers.',
  'raft-cluster.isolated-rest': 'It needs {quorum} copies to commit, so nothing more is.',
  'raft-cluster.entry-on': 'Entry {index} is on {names}.',
  'raft-cluster.one-more': 'One more copy commits it.',
  'raft-cluster.more': '{count} more copies commit it.',
  'raft-cluster.majority-has': 'A majority has it; the leader commits it when it hears so.',
  'raft-cluster.older-term': 'A majority may hold it, but it is of an older term: only an entry of term {term} on top of it commits it.',
  'raft-cluster.quiet': 'All {count} entries are committed.',
  'raft-cluster.quiet-rest': '{name} leads term {term}; its heartbeats every {ms} ms keep the others from standing.',
  'raft-cluster.alone': '{name} is alone and a majority of one.',
  'raft-cluster.and': '{first} and {last}',
} as const satisfies { readonly [key: string]: string };

/** How many servers there are, and what ails them. */
export function subtitle({ state, text }: Pick<Moment<ClusterState>, 'state' | 'text'>): string {
  const servers = quorumNow(state).voters.length;
  const learners = state.members.size - servers;
  const even = servers % 2 === 0;
  const size = servers === 1 ? text('raft-cluster.subtitle-one') : text(even ? 'raft-cluster.subtitle-even' : 'raft-cluster.subtitle', { servers, fewer: servers - 1 });
  const down = [...state.members.values()].filter(({ up }) => !up).length;
  const troubles = [
    ...(learners > 0 ? [text(learners === 1 ? 'raft-cluster.learner' : 'raft-cluster.learners', { count: learners })] : []),
    ...(state.network.groups !== null || state.network.cutLinks.size > 0 ? [text('raft-cluster.partition')] : []),
    ...(down === 0 ? [] : [down === 1 ? text('raft-cluster.one-crash') : text('raft-cluster.crashes', { count: down })]),
  ];
  return troubles.length > 0 ? `${even ? text('raft-cluster.subtitle', { servers }) : size} · ${troubles.join(', ')}` : size;
}
