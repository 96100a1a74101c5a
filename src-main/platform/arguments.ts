/** Switches that would open the shipped kiosk; no fuse exists for them (hardening 5). */
const forbidden = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'no-sandbox',
  'disable-web-security',
  'ignore-certificate-errors',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'load-extension',
] as const;

/** The first forbidden switch on the command line, or null. */
export function forbiddenSwitch(commandLine: readonly string[]): string | null {
  for (const argument of commandLine) {
    const name = /^--?([\w-]+)/.exec(argument)?.[1];
    if (name && forbidden.some((word) => word === name)) return name;
  }
  return null;
}
