import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The peers whose packages are all installed, with their names. */
export function installed(peers) {
  return Object.entries(peers).filter(([, { needs }]) => needs.every(isInstalled));
}

function isInstalled(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    return error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
