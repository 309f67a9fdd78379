/** English words common to all elements; other languages come by `addStrings`. */
import { addStrings } from '../strings.ts';

addStrings('en', {
  'role.leader': 'Leader', 'role.follower': 'Follower', 'role.candidate': 'Candidate', 'role.learner': 'Learner',
  'role.crashed': 'Crashed', 'role.frozen': 'Frozen', 'role.client': 'Client', 'role.server': 'Server', 'role.idle': 'Idle',
  'role.fail': 'Fault', 'role.ok': 'Healthy', 'role.warn': 'Warning', 'role.key': 'Key', 'role.text': 'Text',
  'role.muted': 'Inactive', 'role.link': 'Link', 'role.owner': 'Server {name}',

  'ui.diagram': 'diagram',
  'ui.nodes': 'Nodes. Arrow keys move between them; question mark lists all keys.',
  'ui.node.more': '{name}, {rest}',
  'ui.legend': 'Legend',
  'ui.readouts': 'Readouts',
  'ui.play': 'Play', 'ui.pause': 'Pause', 'ui.back': 'One event back', 'ui.forward': 'One event forward',
  'ui.playback': 'Playback', 'ui.time': 'Simulated time', 'ui.time.of': '{time} of {end}',
  'ui.speed': 'Speed', 'ui.times': '{speed}×', 'ui.lagging': 'This device is too slow for the chosen speed',
  'ui.more': 'More actions', 'ui.close': 'Close', 'ui.reset': 'Start again', 'ui.keys': 'Keyboard keys', 'ui.table.show': 'Data table',
  'ui.table': 'Data table', 'ui.actions': 'Actions', 'ui.faults': 'Faults and actions', 'ui.on': 'On', 'ui.from': 'From', 'ui.to': 'To',
  'ui.sides': 'Other side of the cut', 'ui.cut': 'Cut in two', 'ui.branches': 'Branches', 'ui.branch.now': '{label}, shown now',
  'ui.branch.first': 'First run', 'ui.branch.at': '{label} at {time}', 'ui.run': 'Run', 'ui.readonly': 'This diagram takes no actions',
  'ui.inspector': 'Inspector: {title}', 'ui.log': 'Recent events', 'ui.none': 'Nothing yet',
  'ui.dim': '{label} (crashed)', 'ui.cell.solid': '{text}', 'ui.cell.hollow': '{text} not committed', 'ui.cell.conflict': '{text} conflicting',
  'ui.lane.empty': 'empty', 'ui.bar.ideal': 'ideal {value}',

  'keys.play': 'Play or pause', 'keys.step': 'One event back, one forward', 'keys.reset': 'Start again', 'keys.arrows': 'Nearest node in that direction',
  'keys.ends': 'First node, last node', 'keys.inspect': 'Inspect the node', 'keys.escape': 'Close, back to the node', 'keys.help': 'This list',
  'keys.space': 'Space', 'keys.enter': 'Enter', 'keys.arrow-keys': 'Arrow keys', 'keys.esc': 'Esc', 'keys.home': 'Home', 'keys.end': 'End',

  'action.crash': 'Crash', 'action.recover': 'Recover', 'action.wipe': 'Wipe disk', 'action.freeze': 'Freeze', 'action.thaw': 'Thaw',
  'action.slow': 'Slow down', 'action.cut': 'Cut', 'action.heal': 'Heal', 'action.drop': 'Drop', 'action.delay': 'Delay', 'action.skew': 'Skew clock',
  'action.add': 'Add', 'action.remove': 'Remove', 'action.write': 'Write', 'action.read': 'Read', 'action.timeout': 'Time out',
  'action.lookup': 'Look up', 'action.add-key': 'Add key',
});
