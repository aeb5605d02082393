import runHostileJob from './hostile-jobs.js';

process.once('message', (job) => process.send(runHostileJob(job)));
