/** Simplified Chinese of the list of events. */
import type { TimelineWords } from '../words.ts';

export const strings: TimelineWords = {
  'timeline.title': '事件', 'timeline.show': '显示', 'timeline.milestones': '仅里程碑', 'timeline.milestone': '里程碑',
  'timeline.time': '时间', 'timeline.diagram': '图', 'timeline.what': '发生了什么',
  'timeline.caption': '{names} 中的事件，最早的在前。选择一个时间，所有图都转到该时刻。',
  'timeline.nothing': '还没有发生任何事。', 'timeline.nothing-of-it': '要显示的事件还没有发生。',
  'timeline.waiting': '图还没有准备好。', 'timeline.now': '现在', 'timeline.more': '更早的事件没有列出。',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}"：{why}；可用本页面各图的 id，以空格分隔',
  'nothing has the id "{id}"': '没有元素使用 id“{id}”', 'no diagram has the id "{id}"': '没有图使用 id“{id}”', 'no diagram is named': '没有指定图',
};
