import { long, shared } from './jest.config.js';

/** The tests that take long: `npm run test:long`. No more at once than there are cores: they kill and time out workers. */
export default { ...shared, maxWorkers: '100%', projects: [long] };
