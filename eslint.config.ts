import { defineConfig } from 'eslint/config';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { EDGE_FILES, effectRules, pureRules } from './scripts/lint/effects.ts';
import { wallsRule } from './scripts/lint/walls.ts';

const PURE_FILES = ['src-shared/**/*.ts'];
const TEST_FILES = ['**/*.test.ts', '**/test-support*.ts', 'tests/**/*.ts'];

export default defineConfig(
  { ignores: ['node_modules/', '.vite/', 'out/'] },
  {
    // Exceptions are made here, with a reason, not by comments in the code.
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { wafa: { rules: { walls: wallsRule } } },
    languageOptions: {
      parserOptions: {
        project: './tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      // One way for files that has no successor in every Electron we run on: src-main/vault/edge/feed-protocol.ts says why.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'electron', name: 'registerFileProtocol' }] },
      ],
      'wafa/walls': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Matters of taste, or about text in scripts this product does not use.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/prefer-reduce-type-parameter': 'off',
      // They object to branded numbers, and cost more time than all they find is worth.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // A port's method is async for the sake of its other implementations.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', 400],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
    },
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended-error'], { rules: vue.configs['no-layout-rules'].rules ?? {} }],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, project: './tsconfig.json', extraFileExtensions: ['.vue'] },
    },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      '@typescript-eslint/unbound-method': 'off', // what a composable returns is taken apart, and has no `this`
      'vue/multi-word-component-names': 'off', // screens and components are named after what a visitor sees
      'vue/require-default-prop': 'off', // an optional property without a default is undefined, and its type says so
      'vue/no-v-html': 'error', // the pages' policy demands trusted types
      'vue/no-static-inline-styles': ['error', { allowBinding: true }], // the pages' policy forbids style attributes
    },
  },
  { files: PURE_FILES, ignores: TEST_FILES, rules: pureRules },
  { files: ['**/*.ts', '**/*.vue'], ignores: [...EDGE_FILES, ...PURE_FILES], rules: effectRules },
  {
    files: TEST_FILES,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // in a test it is one more assertion
      '@typescript-eslint/no-unsafe-assignment': 'off', // expect.any() and its like have no type
      '@typescript-eslint/unbound-method': 'off', // a method handed to expect() is looked at, not called
      'max-lines': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo|fixme)$/]',
          message: 'Every test runs, or it goes.',
        },
      ],
    },
  },
);
