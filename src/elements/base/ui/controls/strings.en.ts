/** English words of controls and cards, and of the actions that every concept shares. */
export const controlWords = {
  'ui.back': 'One event back', 'ui.forward': 'One event forward', 'ui.time': 'Simulated time', 'ui.time.of': '{time} of {end}',
  'ui.readouts': 'Readouts', 'ui.speed': 'Speed', 'ui.times': '{speed}×', 'ui.lagging': 'This device is too slow for the chosen speed',
  'ui.more': 'More actions', 'ui.close': 'Close', 'ui.reset': 'Start again', 'ui.keys': 'Keyboard keys',
  'ui.table.show': 'Data table', 'ui.faults': 'Faults and actions', 'ui.on': 'On', 'ui.from': 'From', 'ui.to': 'To',
  'ui.sides': 'Other side of the cut', 'ui.cut': 'Cut in two', 'ui.branches': 'Branches', 'ui.branch.first': 'First run',
  'ui.branch.at': '{label} at {time}', 'ui.readonly': 'This diagram takes no actions', 'ui.inspector': 'Inspector: {title}',
  'ui.cell.hollow': '{text} not committed', 'ui.cell.conflict': '{text} conflicting', 'ui.lane.empty': 'empty',
  'keys.play': 'Play or pause', 'keys.step': 'One event back, one forward', 'keys.reset': 'Start again',
  'keys.arrows': 'Nearest node in that direction', 'keys.ends': 'First node, last node', 'keys.inspect': 'Inspect the node',
  'keys.escape': 'Close, back to the node', 'keys.help': 'This list', 'keys.space': 'Space', 'keys.enter': 'Enter',
  'keys.arrow-keys': 'Arrow keys', 'keys.esc': 'Esc', 'keys.home': 'Home', 'keys.end': 'End',
  'action.crash': 'Crash', 'action.recover': 'Recover', 'action.wipe': 'Wipe disk', 'action.freeze': 'Freeze',
  'action.thaw': 'Thaw', 'action.slow': 'Slow down', 'action.cut': 'Cut', 'action.heal': 'Heal', 'action.drop': 'Drop',
  'action.delay': 'Delay', 'action.skew': 'Skew clock', 'action.add': 'Add', 'action.remove': 'Remove', 'action.write': 'Write',
  'action.read': 'Read', 'action.timeout': 'Time out', 'action.lookup': 'Look up', 'action.add-key': 'Add key',
} as const;
