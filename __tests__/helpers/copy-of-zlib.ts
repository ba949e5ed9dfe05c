// A copy of node:zlib whose functions can be watched: those of Node's own module are read-only. To be imported first.
jest.mock('node:zlib', () => ({ ...jest.requireActual<object>('node:zlib') }));
