/** Exit code that asks the service manager, or `npm start`, to start the kiosk again. */
export const startAgainCode = 75;
