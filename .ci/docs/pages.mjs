// The pages as the generator takes them: a copy of the Markdown files, in the groups of docs/README.md.
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const INDEX = 'docs/README.md';
const HOME = 'README.md';

/** Copies the pages to a folder, with a title and a group for each. Returns their paths there, in their order. */
export function copyPages(root, folder) {
  const pages = listPages(root);
  const prepare = (path, head) => {
    // The generator writes the title of the first page itself.
    const source = readFileSync(join(root, path), 'utf8').replace(path === HOME ? /^# .*\n/ : '', '');
    const text = linkToCopies(withoutCodeInHeadings(source), path, root, folder, pages);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), head + text);
    return join(folder, path);
  };
  const documents = [...pages].map(([path, { title, group }]) =>
    prepare(path, `---\ntitle: ${JSON.stringify(title)}\ngroup: ${JSON.stringify(group)}\n---\n\n`),
  );
  return { readme: prepare(HOME, ''), documents, groups: [...new Set([...pages.values()].map(({ group }) => group))] };
}

/** The pages by path, with the section of docs/README.md that links to each first. */
function listPages(root) {
  const pages = new Map([[INDEX, { title: 'All pages', group: 'Start' }]]);
  let group = '';
  for (const line of readFileSync(join(root, INDEX), 'utf8').split('\n')) {
    group = /^## (.*)/.exec(line)?.[1] ?? group;
    for (const [, title, path] of line.matchAll(/\[([^\]]+)\]\(([^)#]+\.md)\)/g)) {
      const page = join(dirname(INDEX), path);
      if (!pages.has(page))
        pages.set(page, { title: title[0].toUpperCase() + title.slice(1).replaceAll('`', ''), group });
    }
  }
  return pages;
}

// The generator leaves code out of the anchors of headings, where GitHub has it.
function withoutCodeInHeadings(text) {
  let isCode = false;
  const plain = (line) => {
    if (line.startsWith('```')) isCode = !isCode;
    return !isCode && line.startsWith('#') ? line.replaceAll('`', '') : line;
  };
  return text.split('\n').map(plain).join('\n');
}

/** Links to other files, such as tests, lead to copies that a browser shows as text; links to folders are left out. */
function linkToCopies(text, page, root, folder, pages) {
  return text.replace(/\[([^\]]+)\]\((?!\w+:)([^)#\s]+)\)/g, (link, label, target) => {
    const path = join(dirname(page), target);
    if (path === HOME || pages.has(path)) return link;
    if (!existsSync(join(root, path)) || statSync(join(root, path)).isDirectory()) return label;
    const copy = `${join('files', path)}.txt`;
    mkdirSync(dirname(join(folder, copy)), { recursive: true });
    copyFileSync(join(root, path), join(folder, copy));
    return `[${label}](${relative(dirname(page), copy)})`;
  });
}
