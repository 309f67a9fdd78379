/** English words of the timeline. */
export const timelineWords = {
  'timeline.title': 'Events', 'timeline.show': 'Show', 'timeline.milestones': 'Milestones only', 'timeline.milestone': 'Milestone',
  'timeline.time': 'Time', 'timeline.diagram': 'Diagram', 'timeline.what': 'What happened',
  'timeline.caption': 'Events of {names}, oldest first. Choosing a time moves all diagrams there.',
  'timeline.nothing': 'Nothing has happened yet.', 'timeline.nothing-of-it': 'Nothing of what is to be shown has happened yet.',
  'timeline.waiting': 'The diagrams have not come yet.', 'timeline.now': 'now', 'timeline.more': 'Earlier events are not listed.',
} as const satisfies { readonly [key: string]: string };

/** What an author is told, in English, which is its own key. */
export type TimelineAdvice =
  | 'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed'
  | 'nothing has the id "{id}"' | 'no diagram has the id "{id}"' | 'no diagram is named';
