import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The library is about values of unknown type: they go into messages by describe(), numbers as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'off', // What others threw is handed on as it is.
      // A handler that answers through res is inferred as void; so is a guard that goes on.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Bodies are narrowed by predicates of our own, which this rule cannot follow.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-globals': [
        'error',
        // Our own classes have these names: inside lib the built-in is always written globalThis.X.
        ...['JSON', 'Error', 'Response', 'File'].map((name) => ({ name, message: `Write globalThis.${name} or import ours.` })),
      ],
    },
  },
  {
    files: ['__tests__/**', 'demo/**', 'bench/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { module: 'readonly', process: 'readonly', console: 'readonly', require: 'readonly' } } },
);
