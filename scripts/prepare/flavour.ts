/**
 * Which of the two artefacts is being built. The choice is a constant in the built files (`__TEST_FLAVOUR__`), never
 * something that a file or a variable can change on a kiosk.
 *
 * @param wanted the value of WAFA_FLAVOUR: `test`, `release`, or nothing
 * @param packaging true for an application folder, which is a release unless asked otherwise; false for the build that
 * start, demo and the tests run, which is the test flavour unless asked otherwise
 * @throws when the wanted flavour is neither of the two
 */
export function isTestFlavour(wanted: string | undefined, { packaging }: { readonly packaging: boolean }): boolean {
  switch (wanted) {
    case 'test':
      return true;
    case 'release':
      return false;
    case undefined:
    case '':
      return !packaging;
    default:
      throw new Error(`WAFA_FLAVOUR is "${wanted}"; it can be test or release`);
  }
}
