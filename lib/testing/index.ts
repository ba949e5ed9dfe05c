export { fetchOf } from './fetch-of';
