import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'site/', 'node_modules/', 'coverage/', '.ci/consumer/', 'examples/typescript/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The library is about values of unknown type: they go into messages by describe(), numbers as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'off', // What others threw is handed on as it is.
      // A constructor that only passes on narrows the type of the body.
      '@typescript-eslint/no-useless-constructor': 'off',
      // null is a value that must be refused or sent, not one to put a default in place of.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A handler that answers through res is inferred as void; so is a guard that goes on.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Bodies are narrowed by predicates of our own, which this rule cannot follow.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A response class is an interface and a value of the same name: messages show its name, not that of its base.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // A type parameter may be there only to be counted: by their number TypeScript finds the signatures of a base class.
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
      'no-restricted-globals': [
        'error',
        // Our own classes have these names: inside lib the built-in is always written globalThis.X.
        ...['JSON', 'Error', 'Response', 'File'].map((name) => ({
          name,
          message: `Write globalThis.${name} or import ours.`,
        })),
      ],
    },
  },
  {
    // Where the types of @types/jest and Vitest are.
    files: ['lib/testing/matchers.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },
  {
    files: ['__tests__/**/*.ts', 'demo/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': [
        'error',
        { name: 'fast-check', message: "Import 'helpers/fast-check', which has the seed." },
      ],
      // Tests do on purpose what the library must survive: throw anything, return nothing, wait for nothing.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      'require-yield': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
    },
  },
  { files: ['__tests__/helpers/fast-check.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        module: 'readonly',
        exports: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
        Buffer: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        console: 'readonly',
        require: 'readonly',
        AbortController: 'readonly',
        File: 'readonly',
        fetch: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    // Scripts of a page.
    files: ['demo/shelf/public/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['document', 'history', 'location', 'navigator', 'confirm', 'scrollTo', 'setTimeout', 'clearTimeout'],
          ...['Event', 'EventSource', 'FormData', 'URLSearchParams', 'XMLHttpRequest'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
