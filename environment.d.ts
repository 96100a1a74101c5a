/** True in the test artefact, false in a release; decided when the code is built, see vite.config.ts. */
declare const __TEST_FLAVOUR__: boolean;

// vue-tsc reads the components themselves; this is for ESLint, whose TypeScript does not know the format.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
