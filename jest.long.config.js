import { long, shared } from './jest.config.js';

/** The tests that take long: `npm run test:long`. */
export default { ...shared, projects: [long] };
