/**
 * How esbuild must compile the sources wherever it serves them: tests, demo, Node. With the define semantics of newer
 * defaults, class fields would shadow the accessors of lit's properties and break them silently.
 */
export const target = 'es2022';
export const tsconfigRaw = { compilerOptions: { target: 'ES2022', experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true } };
