/** English words of the shell, and of the roles that every concept shares. */
export const shellWords = {
  'role.leader': 'Leader', 'role.follower': 'Follower', 'role.candidate': 'Candidate', 'role.learner': 'Learner',
  'role.crashed': 'Crashed', 'role.frozen': 'Frozen', 'role.client': 'Client', 'role.server': 'Server', 'role.idle': 'Idle',
  'role.fail': 'Fault', 'role.ok': 'Healthy', 'role.warn': 'Warning', 'role.key': 'Key', 'role.text': 'Text',
  'role.muted': 'Inactive', 'role.link': 'Link', 'role.owner': 'Server {name}',
  'ui.diagram': 'diagram', 'ui.nodes': 'Nodes. Arrow keys move between them; question mark lists all keys.', 'ui.legend': 'Legend',
  'ui.play': 'Play', 'ui.pause': 'Pause', 'ui.playback': 'Playback', 'ui.table': 'Data table', 'ui.log': 'Recent events',
};
