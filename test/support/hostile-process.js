import runHostileJob from './hostile-jobs.js';

process.once('message', (job) => {
  let reply;
  try {
    reply = runHostileJob(job);
  } catch (error) {
    reply = { error: error.message };
  }
  process.send(reply);
});
