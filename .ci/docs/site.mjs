// A static site of the pages and the reference, with search: `npm run docs`, into the folder `site`.
// Warnings of the generator and broken links make it fail.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withProject } from '../packages.mjs';
import { joinClasses } from './classes.mjs';
import { brokenLinks } from './links.mjs';
import { copyPages } from './pages.mjs';

const root = join(import.meta.dirname, '../..');
const site = join(root, 'site');
const ENTRIES = { index: 'express-returns', client: 'express-returns/client', testing: 'express-returns/testing' };

// With the compiler of the project, whose types are read. 25 MB for this script alone, so not a dev dependency.
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
await withProject('docs', ['typedoc@0.28.20', `typescript@${devDependencies.typescript}`], async (folder) => {
  const { readme, documents, groups } = copyPages(root, join(folder, 'pages'));
  const typedoc = await import(pathToFileURL(join(folder, 'node_modules/typedoc/dist/index.js')).href);
  const app = await typedoc.Application.bootstrapWithPlugins({
    name: 'express-returns',
    includeVersion: true,
    entryPoints: ['lib/index.ts', 'lib/client/index.ts', 'lib/testing/index.ts'].map((path) => join(root, path)),
    tsconfig: join(root, 'tsconfig.build.json'),
    readme,
    projectDocuments: documents,
    sortEntryPoints: false,
    groupOrder: [...groups, 'Modules', 'Classes', 'Functions', 'Variables', 'Interfaces', '*'],
    navigation: { includeGroups: true, includeCategories: false },
    favicon: join(import.meta.dirname, 'favicon.svg'),
    customCss: join(import.meta.dirname, 'site.css'),
    highlightLanguages: ['typescript', 'diff', 'json', 'bash'],
    searchInDocuments: true,
    searchInComments: true,
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    // Types of one signature are not exported: the compiler shows them where they are used.
    validation: { notExported: false, invalidLink: true, invalidPath: true },
    treatWarningsAsErrors: true,
  });
  app.converter.on(typedoc.Converter.EVENT_RESOLVE_BEGIN, ({ project }) => joinClasses(project, typedoc));
  // The highlighter compiles its patterns as it meets them, and gives up a line that takes long: not one of a page.
  app.renderer.on(typedoc.PageEvent.BEGIN, warmUp);
  function warmUp() {
    app.renderer.off(typedoc.PageEvent.BEGIN, warmUp);
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    for (let time = 0; time < 3; time++) app.renderer.theme.markedPlugin.getHighlighted(text, 'typescript');
  }
  const project = await app.convert();
  if (project === undefined) throw new Error('The sources could not be read.');
  for (const module of project.children ?? []) module.name = ENTRIES[module.name] ?? module.name;
  for (const group of project.groups ?? []) if (group.title === 'Modules') group.title = 'Reference';
  rmSync(site, { recursive: true, force: true });
  await app.generateDocs(project, site);
  writeFileSync(join(site, '.nojekyll'), '');
  if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
});

const broken = brokenLinks(site);
for (const link of broken) console.error(`broken link in ${link}`);
if (broken.length > 0) process.exitCode = 1;
console.log(`site/index.html: ${broken.length} broken links`);
