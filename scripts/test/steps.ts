import { inRepository } from '../prepare/paths.ts';

export interface Step {
  readonly name: string;
  /** What it checks, for the headline. */
  readonly headline: string;
  /** Commands run by this Node one after the other, as arguments to it. */
  readonly commands: readonly (readonly string[])[];
  /** File its last command leaves its counts in, for steps that count tests. */
  readonly report?: string;
  /** What to run to see only this step. */
  readonly alone: string;
  /** Minutes after which a step is taken to hang. */
  readonly limit: number;
}

const tool = (...parts: string[]): string => inRepository('node_modules', ...parts);
const script = (name: string): string => inRepository('scripts', name);
export const reportFile = (name: string): string => inRepository('out', 'test', `${name}.json`);

const vitest = (name: string, ...args: string[]): string[] => [
  tool('vitest', 'vitest.mjs'),
  'run',
  ...args,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile(name)}`,
];

/** Everything CI checks, the cheap and telling things first. */
export const STEPS: readonly Step[] = [
  {
    name: 'lint',
    headline: 'Lint: rules of the code and walls between the rooms',
    commands: [[tool('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'], [script('lint-css.ts')]],
    alone: 'npm run lint',
    limit: 10,
  },
  {
    name: 'types',
    headline: 'Types',
    commands: [[tool('vue-tsc', 'bin', 'vue-tsc.js'), '--noEmit']],
    alone: 'npm run types',
    limit: 10,
  },
  {
    name: 'unit',
    headline: 'Unit, contract and simulation tests',
    commands: [vitest('unit')],
    report: reportFile('unit'),
    alone: 'npm run test:unit',
    limit: 25,
  },
  {
    name: 'adapter',
    headline: 'Conformance of the ministry adapter',
    commands: [vitest('adapter', '--config', inRepository('tests', 'adapter', 'vitest.config.ts'))],
    report: reportFile('adapter'),
    alone: 'npm run test:adapter',
    limit: 5,
  },
  {
    name: 'printing',
    headline: 'Office printers through the real print server',
    commands: [vitest('printing', '--config', inRepository('tests', 'printing', 'vitest.config.ts'))],
    report: reportFile('printing'),
    alone: 'npm run test:printing',
    limit: 10,
  },
  {
    name: 'build',
    headline: 'Electron, system libraries and build',
    commands: [[script('prepare.ts')]],
    alone: 'npm run build',
    limit: 20,
  },
  {
    name: 'e2e',
    headline: 'End-to-end tests in the real Electron',
    commands: [[script('e2e.ts')]],
    report: reportFile('e2e'),
    alone: 'npm run test:e2e',
    limit: 40,
  },
  {
    name: 'a11y',
    headline: 'Every screen in six languages: axe, sizes, contrast, overflow, words',
    commands: [[script('a11y.ts')]],
    report: reportFile('a11y'),
    alone: 'npm run test:a11y',
    limit: 25,
  },
  {
    name: 'faults',
    headline: 'Faults: simulated by the thousand, and real processes killed',
    commands: [[script('faults.ts'), '--profile', 'ci']],
    report: reportFile('faults'),
    alone: 'npm run test:faults',
    limit: 45,
  },
  {
    name: 'package',
    headline: 'Packaging, and the artefact looked at from outside',
    commands: [
      [script('package.ts')],
      vitest('package', '--config', inRepository('tests', 'package', 'vitest.config.ts')),
    ],
    report: reportFile('package'),
    alone: 'npm run package',
    limit: 10,
  },
  {
    name: 'demo',
    headline: 'One visitor from first touch to receipt',
    // Packaging left the release flavour in .vite.
    commands: [[script('prepare.ts')], [script('demo.ts')]],
    alone: 'npm run demo',
    limit: 20,
  },
];
