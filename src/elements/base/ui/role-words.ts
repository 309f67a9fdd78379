/** English words of the roles that concepts share. The first pictures that name them have them among their strings. */
export const roleWords = {
  'role.leader': 'Leader', 'role.follower': 'Follower', 'role.candidate': 'Candidate', 'role.learner': 'Learner',
  'role.crashed': 'Crashed', 'role.frozen': 'Frozen', 'role.client': 'Client', 'role.server': 'Server', 'role.idle': 'Idle',
  'role.fail': 'Fault', 'role.ok': 'Healthy', 'role.warn': 'Warning', 'role.key': 'Key', 'role.text': 'Text',
  'role.muted': 'Inactive', 'role.link': 'Link', 'role.owner': 'Server {name}',
} as const;
