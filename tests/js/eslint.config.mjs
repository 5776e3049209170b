// Looks at static/js and at its tests. Run from the top of the checkout: `make js-lint`.
import js from '@eslint/js';
import globals from 'globals';

/* Methods that came after iOS 12.2 or Chrome 80, the oldest browsers in which the scripts run. */
const TOO_NEW = ['replaceChildren', 'replaceAll', 'at', 'hasOwn', 'allSettled', 'any', 'structuredClone', 'reportError',
  'requestSubmit', 'flat', 'flatMap', 'matchAll', 'toggleAttribute', 'fromEntries'];

const WHY = 'is not there in every browser that docs/browsers.md promises.';

const house = {
  'eqeqeq': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
  'no-implicit-globals': 'error',
  'no-shadow': ['error', { builtinGlobals: false }],
  'no-console': 'error',
  'no-unused-vars': ['error', { caughtErrors: 'none' }],
  'curly': 'error',
  'max-len': ['error', { code: 120 }],
  'max-lines-per-function': ['error', { max: 45 }],
  'complexity': ['error', 8],
};

export default [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['static/js/**/*.mjs'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'module', globals: { URLSearchParams: 'readonly' } },
    rules: {
      ...house,
      'no-restricted-properties': ['error', ...TOO_NEW.map((property) => ({ property, message: `It ${WHY}` }))],
      'no-restricted-syntax': ['error', {
        selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]',
        message: 'Words are put in by textContent.',
      }],
    },
  },
  {
    files: ['static/js/start/*.mjs'],
    languageOptions: { globals: { document: 'readonly', self: 'readonly' } },
  },
  {
    files: ['tests/js/**/*.mjs'],
    languageOptions: { ecmaVersion: 2022, sourceType: 'module', globals: { ...globals.node, document: "readonly" } },
    rules: { ...house, 'max-lines-per-function': 'off', 'max-len': ['error', { code: 130 }] },
  },
];
