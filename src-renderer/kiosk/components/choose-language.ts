import { ref } from 'vue';

/** Is the choice of languages open? Like the help it belongs to how the window looks; main knows nothing of it. */
export const languageOpen = ref(false);
