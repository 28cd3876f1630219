const started = Number(process.env.CYXWIZ_STARTED) || Date.now();
// Programs that this one starts count from the same moment.
process.env.CYXWIZ_STARTED = String(started);

/** A line of progress, with the time since the command began. */
export function say(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`[${seconds}s] ${text}`);
}
