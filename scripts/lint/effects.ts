import type { Linter } from 'eslint';

/*
 * Clock, chance, timers, network, file system and Electron are handed in; only the files named here may reach for them.
 * To let another file in, add its pattern together with the reason.
 */

/** Pattern of files → why they may touch the outside world themselves. */
const EDGES: Readonly<Record<string, string>> = {
  '**/edge/**': 'the folder name says it: adapters between a port and the real thing',
  '**/platform/**': 'what differs between operating systems',
  'src-main/main.ts': 'composition root of the kiosk: makes the real things and hands them in',
  'src-main/preload/**': 'the bridge into a page is made of Electron',
  'src-main/windows/**': 'windows are Electron objects',
  'src-main/ipc/channels.ts': 'the Electron end of a channel; the gate behind it is pure',
  'src-main/devices/**/driver*.ts': 'a driver talks to its device',
  'src-gateway/server.ts': 'composition root of the gateway',
  'src-renderer/*/{main,worker}.ts': 'composition roots of the pages and their workers',
  'src-renderer/**/install-*.ts': 'puts listeners and timers on the page when it starts',
  'src-simulators/**': 'stand-ins for the outside world',
  'scripts/**': 'commands run on a developer’s machine',
  'tests/**': 'tests drive the real thing',
  '**/*.test.ts': 'unit tests make their own folders and wait for real timers where they must',
  '**/test-support*': 'helpers of unit tests',
  '*.ts': 'configuration files in the root',
};

export const EDGE_FILES: string[] = Object.keys(EDGES);

const handedIn = 'is handed in as a port, or lives in an edge file (scripts/lint/effects.ts)';

const GLOBALS = ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'];

/** Not for the language of the domain, which has to run anywhere: no runtime's own things at all. */
const RUNTIME_GLOBALS = [
  ...['process', 'Buffer', 'window', 'document', 'navigator', 'localStorage', 'indexedDB', 'performance', 'crypto'],
  ...['clearTimeout', 'clearInterval', 'queueMicrotask', 'console', 'globalThis'],
];

const PROPERTIES = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['performance', 'now'],
  ['crypto', 'randomUUID'],
  ['crypto', 'getRandomValues'],
  ...['window', 'globalThis'].flatMap((object) => GLOBALS.map((property) => [object, property])),
] as const;

const MODULES = [
  ...['electron', 'node:fs', 'node:fs/promises', 'node:child_process', 'node:timers', 'node:timers/promises'],
  ...['node:net', 'node:tls', 'node:dgram', 'node:dns', 'node:http', 'node:http2', 'node:https', 'node:worker_threads'],
];

const RANDOM = ['randomBytes', 'randomFillSync', 'randomFill', 'randomInt', 'randomUUID'];

const restrictedGlobals = (names: readonly string[]) =>
  names.map((name) => ({ name, message: `${name} ${handedIn}.` }));

const effects: Linter.RulesRecord = {
  'no-restricted-properties': [
    'error',
    ...PROPERTIES.map(([object, property]) => ({ object, property, message: `${object}.${property} ${handedIn}.` })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: `The time ${handedIn}.` },
    { selector: "CallExpression[callee.name='Date']", message: `The time ${handedIn}.` },
  ],
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      paths: [
        ...MODULES.map((name) => ({ name, message: `${name} ${handedIn}.`, allowTypeImports: true })),
        { name: 'node:crypto', importNames: RANDOM, message: `Chance ${handedIn}.` },
      ],
    },
  ],
};

/** Rules for every file that is not an edge. */
export const effectRules: Linter.RulesRecord = {
  ...effects,
  'no-restricted-globals': ['error', ...restrictedGlobals(GLOBALS)],
};

/** Rules for src-shared, which runs in Node, in pages and in tests alike. */
export const pureRules: Linter.RulesRecord = {
  ...effects,
  'no-restricted-globals': ['error', ...restrictedGlobals([...GLOBALS, ...RUNTIME_GLOBALS])],
};
