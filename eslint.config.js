import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import globals from 'globals';

const OURS = ['src_js/**', 'explorer/**'];

export default [
  { ignores: ['dist/', 'node_modules/', '.venv/'] },
  js.configs.recommended,
  { files: OURS, ...jsdoc.configs['flat/recommended-typescript-flavor-error'] },
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: OURS,
    rules: {
      'jsdoc/require-jsdoc': ['error', { publicOnly: true }],
      'jsdoc/require-param-description': 'off',
      'jsdoc/require-returns-description': 'off',
      'jsdoc/tag-lines': 'off',
    },
  },
  {
    files: OURS,
    languageOptions: { globals: { ...globals.browser, __TABLE__: 'readonly' } },
  },
  {
    files: ['tests/**', 'demo/**', 'bench/**'],
    languageOptions: { globals: { ...globals.browser, process: 'readonly' } },
  },
];
