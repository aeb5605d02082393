/** How often an activity tells the server that it is alive, in ms; cancellation comes with the answer. */
export const HEARTBEAT_MS = 500;
