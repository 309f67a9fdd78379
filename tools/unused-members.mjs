/**
 * Takes from three's classes the methods that nothing in the bundle names. A bundler leaves whole classes in or out; of
 * `Matrix4`, `Quaternion`, `Object3D` or the renderer's parts the stage calls a few methods. Marks from the code that runs: a
 * name read anywhere (`.name`, a key, a string) keeps every member of that name, whose body is then searched for further names.
 * What is not reached cannot be called, except by a name put together while running, which three does with data only.
 */

const kept = new Set(['constructor', 'toString', 'valueOf', 'then', 'handleEvent']);

function* children(node) {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const one of value) { if (one?.type) yield one; }
    else if (value?.type) yield value;
  }
}

const isFunction = (node) => /^(Arrow)?Function(Expression|Declaration)$/.test(node?.type ?? '');
const nameOf = (node) => (!node.computed && node.key?.type === 'Identifier' ? node.key.name : null);
/** A part that can go whole: a method, `this.name = function …`, a function handed out in a returned object. */
function memberName(node, parent, grandparent) {
  if (node.type === 'MethodDefinition') return nameOf(node);
  if (node.type === 'ExpressionStatement' && node.expression.type === 'AssignmentExpression') {
    const { left, right, operator } = node.expression;
    const isOwn = operator === '=' && left.type === 'MemberExpression' && !left.computed && left.object.type === 'ThisExpression' && left.property.type === 'Identifier';
    return isOwn && (isFunction(right) || right.type === 'Identifier') ? left.property.name : null;
  }
  if (node.type === 'Property' && parent.type === 'ObjectExpression' && grandparent?.type === 'ReturnStatement') {
    return isFunction(node.value) || node.value.type === 'Identifier' ? nameOf(node) : null;
  }
  return null;
}

/** Ranges to cut from `code`; `isOurs` says of the name of a class or function whether its members may go. */
function unused(program, isOurs) {
  const members = new Map();
  const named = new Set(kept);
  const open = [];

  const name = (text) => {
    if (named.has(text)) return;
    named.add(text);
    open.push(...(members.get(text) ?? []));
    members.delete(text);
  };
  function walk(node, inside, parents) {
    const [parent, grandparent] = parents;
    const owner = inside || (/^(Class|Function)Declaration$/.test(node.type) && parent?.type === 'Program' && isOurs(node.id.name.replace(/\$\d+$/, '')));
    const own = owner ? memberName(node, parent, grandparent) : null;
    if (own !== null && !named.has(own)) {
      if (!members.has(own)) members.set(own, []);
      members.get(own).push({ node, parents });
      return;
    }
    search(node, owner, parents);
  }
  function search(node, inside, parents) {
    if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') name(node.property.name);
    if (node.type === 'Literal' && typeof node.value === 'string') name(node.value);
    if (node.type === 'Property' && nameOf(node) !== null) name(nameOf(node));
    for (const child of children(node)) walk(child, inside, [node, parents[0]]);
  }
  walk(program, false, []);
  while (open.length > 0) {
    const { node, parents } = open.pop();
    search(node, true, parents);
  }
  return [...members.values()].flat().map(({ node, parents }) => ({ start: node.start, end: node.end, inObject: parents[0].type === 'ObjectExpression' }));
}

/** A plugin for the output, before the minifier, which then drops what only the cut members used. */
export function dropUnusedMembers(isThree) {
  const names = new Set();
  return {
    collect: {
      name: 'names-of-three',
      transform(code, id) {
        if (!isThree(id)) return;
        for (const [, found] of code.matchAll(/^(?:export )?(?:class|function) (\w+)/gm)) names.add(found);
      },
    },
    drop: {
      name: 'drop-unused-members',
      renderChunk(code, chunk) {
        if (!chunk.moduleIds.some(isThree)) return null;
        let lean = code;
        for (const { start, end, inObject } of unused(this.parse(code), (name) => names.has(name)).sort((a, b) => b.start - a.start)) {
          const after = inObject ? (/^\s*,/.exec(lean.slice(end))?.[0].length ?? 0) : 0;
          lean = lean.slice(0, start) + lean.slice(end + after);
        }
        return { code: lean, map: null };
      },
    },
  };
}
