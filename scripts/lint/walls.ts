import { dirname, relative, resolve, sep } from 'node:path';
import type { Rule } from 'eslint';

/*
 * Who may import whom. A room is the longest name below that a file's path begins with; a file may always import its
 * own room. Everything not named (scripts, tests, the configuration files) may import anything.
 */

interface Room {
  /** Other rooms this one may import. */
  readonly rooms: readonly string[];
  /** Packages this room may import; `any` where the wall is not about packages. */
  readonly packages: 'any' | 'in a page' | readonly string[];
}

/** `in a page`: no Node and no Electron, which a sandboxed page does not have. */
const ROOMS: Readonly<Record<string, Room>> = {
  'src-shared': { rooms: [], packages: ['zod'] },
  'src-main': { rooms: ['src-shared', 'resources'], packages: 'any' },
  'src-gateway': { rooms: ['src-shared', 'resources'], packages: 'any' },
  'src-simulators': { rooms: ['src-shared', 'resources'], packages: 'any' },
  'src-renderer': { rooms: [], packages: 'in a page' },
  'src-renderer/language': { rooms: ['src-shared'], packages: 'in a page' },
  'src-renderer/ui': { rooms: ['src-renderer/language', 'src-shared', 'resources'], packages: 'in a page' },
  'src-renderer/kiosk': {
    // Paper: what the visitor sees of it is what is printed.
    rooms: ['src-renderer/paper', 'src-renderer/ui', 'src-renderer/language', 'src-shared', 'resources'],
    packages: 'in a page',
  },
  'src-renderer/staff': {
    rooms: ['src-renderer/ui', 'src-renderer/language', 'src-shared', 'resources'],
    packages: 'in a page',
  },
  'src-renderer/paper': {
    rooms: ['src-renderer/ui', 'src-renderer/language', 'src-shared', 'resources'],
    packages: 'in a page',
  },
  'src-renderer/vault': { rooms: ['src-shared'], packages: 'in a page' },
};

/** Unit tests may reach for the stand-ins of the outside world and for any package. */
const isUnitTest = (path: string): boolean => /\.test\.ts$|\/test-support[^/]*\.ts$/.test(path);

/** The room of a path relative to the checkout (with forward slashes): the longest name that fits. */
export function roomOf(path: string): string {
  const fitting = [...Object.keys(ROOMS), 'resources'].filter((room) => path.startsWith(`${room}/`));
  return fitting.sort((one, other) => other.length - one.length)[0] ?? '';
}

const NODE_OR_ELECTRON = /^(node:|electron(\/|$))/;

/**
 * Why a file may not import something, or undefined where it may.
 *
 * @param file path relative to the checkout, with forward slashes
 * @param specifier as written in the import
 */
export function objection(file: string, specifier: string): string | undefined {
  const home = roomOf(file);
  const room = ROOMS[home];
  if (room === undefined) return undefined;
  if (!specifier.startsWith('.')) {
    if (isUnitTest(file) || room.packages === 'any') return undefined;
    if (room.packages === 'in a page') {
      return NODE_OR_ELECTRON.test(specifier)
        ? `${home} runs in a sandboxed page: "${specifier}" does not exist there`
        : undefined;
    }
    return room.packages.includes(specifier)
      ? undefined
      : `${home} may import no package but ${room.packages.join(', ')}`;
  }
  const target = resolve('/', dirname(file), specifier).slice(1).split(sep).join('/');
  const there = roomOf(target);
  if (there === home || room.rooms.includes(there)) return undefined;
  if (isUnitTest(file) && (there === 'src-simulators' || there === '')) return undefined;
  return `${home} may not import ${there === '' ? target : there}: hand it in, or move what both need to src-shared`;
}

/** Static and dynamic imports, and exports from another file. */
export const wallsRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (source: unknown, node: Rule.Node): void => {
      if (typeof source !== 'string') return;
      const message = objection(file, source);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => {
        check(node.source.value, node);
      },
      ImportExpression: (node) => {
        check(node.source.type === 'Literal' ? node.source.value : undefined, node);
      },
      ExportAllDeclaration: (node) => {
        check(node.source.value, node);
      },
      ExportNamedDeclaration: (node) => {
        check(node.source?.value, node);
      },
    };
  },
};
