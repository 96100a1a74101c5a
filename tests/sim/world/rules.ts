const minuteMs = 60_000;

/** The acquirer's answers in this world, as an operator would set them. */
export const rules = {
  confirmAfterMs: 90_000,
  pageLifeMs: 30 * minuteMs,
  graceMs: 5 * minuteMs,
  retryOnPage: false,
  askForMs: 7 * 24 * 60 * minuteMs,
};
