// Rules that keep the layers apart and runs repeatable, besides the usual ones. Messages name what to use instead.
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import ts from 'typescript-eslint';

const imprecise = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot', 'log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'];

const noDom = ['document', 'window', 'navigator', 'location', 'HTMLElement', 'requestAnimationFrame', 'cancelAnimationFrame', 'customElements'].map((name) => ({ name, message: 'Models know no page: give the caller data and let the element show it.' }));
const noClock = ['Date', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'Promise', 'structuredClone', 'Intl', 'process'].map((name) => ({ name, message: 'A run is a function of configuration, seed and commands: use world.nowUs and world.schedule().' }));

const modelSyntax = [
  { selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']", message: 'The last bit of ** differs between engines: use pow from kernel/exact-math, or multiply.' },
  { selector: "CallExpression[callee.property.name='localeCompare']", message: 'Orders differ by locale: compare with < or by id number.' },
  { selector: 'ForInStatement', message: 'Keys that users give must not decide an order: keep a Map or an array.' },
  { selector: "CallExpression[callee.property.name=/^toLocale/]", message: 'Text for readers is made in elements; models hold numbers and ids.' },
];
const pageSyntax = [
  { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]", message: 'Text reaches the page through template expressions or textContent only.' },
  { selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment)$/]", message: 'Text reaches the page through template expressions or textContent only.' },
  { selector: "TaggedTemplateExpression[tag.name=/^(html|svg)$/] > TemplateLiteral > TemplateElement[value.raw=/\\sstyle\\s*=/]", message: 'A strict policy blocks style attributes: use a class, or set el.style in updated().' },
];

const three = { regex: '^three($|/)', message: 'Only src/scene/webgl draws with three: add a mark to the picture instead, or reach scene/webgl by a dynamic import().' };
const unsafe = { regex: '^lit/directives/(unsafe-(html|svg)|style-map)', message: 'Unsafe directives and styleMap are blocked by a strict policy: use templates and classes.' };
const onlyTs = { regex: '^\\.{1,2}/(?!.*\\.ts$)', message: 'Relative imports end in .ts.' };
const concepts = '(?!kernel/|base/|testing/|languages/)[a-z-]+/';
const layers = {
  model: [
    { regex: '(^|/)(elements|scene|loader)/', message: 'Models know neither elements nor scenes: let the element pass in what the model needs.' },
    { regex: '^(lit|three|node:)', message: 'Models run anywhere: plain TypeScript and kernel only.' },
    { regex: `^\\.\\./${concepts}`, message: 'No concept imports another: move what both need down into kernel.' },
  ],
  scene: [
    { regex: '(^|/)(elements|models|loader)/', message: 'The scene has never heard of a concept: put what it needs into the picture as a mark or a role.' },
    { regex: '^lit', message: 'The scene draws pictures; templates belong to elements.' },
  ],
  element: [
    { regex: `^\\.\\./${concepts}`, message: 'No concept imports another: move what both need down into elements/base, models/kernel or the vocabulary of the scene.' },
    { regex: '(^|/)loader/', message: 'The loader knows elements, not the other way round.' },
  ],
};

const restrict = (patterns) => ['error', { patterns }];

export default ts.config(
  { ignores: ['node_modules/', 'cdn/', 'dist/', 'build/', '.cache/', 'shots/', 'coverage/', 'custom-elements.json'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-eval': 'error', 'no-implied-eval': 'error', 'no-new-func': 'error' },
  },
  {
    files: ['tools/**', 'bin/**', '*.config.js', 'rollup.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', Buffer: 'readonly', fetch: 'readonly', performance: 'readonly', document: 'readonly', customElements: 'readonly', getComputedStyle: 'readonly', requestAnimationFrame: 'readonly', window: 'readonly', location: 'readonly', PerformanceObserver: 'readonly', HTMLElement: 'readonly' } },
  },
  {
    files: ['demo/**/*.js', 'test/**/*.js'],
    languageOptions: { globals: Object.fromEntries(['document', 'window', 'customElements', 'localStorage', 'sessionStorage', 'matchMedia', 'location', 'history', 'navigator', 'CSS', 'Event', 'CustomEvent', 'fetch', 'URL', 'URLSearchParams', 'console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame', 'IntersectionObserver', 'MutationObserver', 'ResizeObserver', 'getComputedStyle', 'addEventListener', 'removeEventListener', 'parent', 'performance', 'HTMLElement', 'Element', 'Node', 'btoa', 'atob', 'structuredClone', 'queueMicrotask', 'innerHeight', 'innerWidth', 'scrollTo', 'top', 'self', 'globalThis', 'PerformanceObserver', 'Promise', 'Blob'].map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-undef': 'off',
      'no-control-regex': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-imports': restrict([onlyTs, three]),
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }, ...pageSyntax],
    },
  },
  {
    files: ['src/models/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': restrict([onlyTs, three, ...layers.model]),
      'no-restricted-globals': ['error', ...noDom, ...noClock],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes from the run: use world.random(stream).' },
        ...imprecise.map((property) => ({ object: 'Math', property, message: `The last bit of Math.${property} differs between engines: use kernel/exact-math.` })),
      ],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }, ...modelSyntax],
      'no-console': 'error',
    },
  },
  { files: ['src/scene/**/*.ts'], ignores: ['src/scene/webgl/**', '**/*.test.ts'], rules: { 'no-restricted-imports': restrict([onlyTs, three, ...layers.scene, { regex: '(^|/)webgl/', message: 'scene/webgl is heavy: reach it by a dynamic import().' }]) } },
  { files: ['src/scene/webgl/**/*.ts'], ignores: ['**/*.test.ts'], rules: { 'no-restricted-imports': restrict([onlyTs, ...layers.scene, { regex: '^three/addons/controls/OrbitControls', message: 'OrbitControls keeps the page from scrolling: the stage moves the camera itself.' }]) } },
  { files: ['src/scene/webgl/**/*.test.ts'], rules: { 'no-restricted-imports': restrict([onlyTs]) } },
  {
    files: ['src/elements/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/best-practice'], litA11y.configs.recommended],
    settings: { wc: { elementBaseClasses: ['LitElement', 'DsDiagram'] }, litHtmlSources: true },
    rules: {
      'no-restricted-imports': restrict([onlyTs, three, unsafe, ...layers.element]),
      // The tag is registered by define(), and attributes are described in one table, not by decorators alone.
      'wc/define-tag-after-class-definition': 'off',
      'wc/tag-name-matches-class': 'off',
      'wc/file-name-matches-element': 'off',
      'wc/guard-define-call': 'off',
      'wc/guard-super-call': 'off',
      'wc/max-elements-per-file': 'off',
      'wc/require-listener-teardown': 'off',
      'wc/no-exports-with-element': 'off',
      'wc/expose-class-on-global': 'off',
      'wc/no-typos': 'error',
      'lit/no-legacy-template-syntax': 'error',
      'lit/no-value-attribute': 'error',
      // Roving focus lies on groups on purpose; their buttons are real ones.
      'lit-a11y/click-events-have-key-events': 'off',
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-restricted-syntax': ['error', { selector: "CallExpression[callee.object.name=/^(it|describe)$/][callee.property.name=/^(only|skip)$/]", message: 'The suite runs whole.' }],
      'wc/define-tag-after-class-definition': 'off',
    },
  },
  // Tables of a language know the keys of every concept.
  { files: ['src/elements/languages/**/*.ts'], rules: { 'no-restricted-imports': restrict([onlyTs, three, unsafe]) } },
);
