import { FuseV1Options } from '@electron/fuses';

/** Switches burnt into the program file, where nothing on a kiosk can turn them. */
export type Fuses = ReadonlyMap<FuseV1Options, boolean>;

/**
 * The fuses of an artefact.
 *
 * @param platform the system the artefact is for
 */
export function fusesOf(platform: NodeJS.Platform, { testFlavour }: { readonly testFlavour: boolean }): Fuses {
  return new Map([
    [FuseV1Options.RunAsNode, false],
    // One-way, and without a keyring (as on the Linux kiosks) it gains nothing.
    [FuseV1Options.EnableCookieEncryption, platform === 'win32'],
    // NODE_OPTIONS, and NODE_EXTRA_CA_CERTS with it.
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    // The test driver attaches through the inspector; a release has none, by signal or by argument.
    [FuseV1Options.EnableNodeCliInspectArguments, testFlavour],
    // Electron enforces it on Windows and macOS; on Linux the install directory is read-only and root's.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    // A planted snapshot ran before every integrity check (CVE-2025-55305).
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
    // The pages come from app://; file:// is never used.
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ]);
}
