/** A path, a URL that it matches, the params of that URL, and URLs that it does not match. */
export type Row = [path: string, url: string, params: Readonly<Record<string, unknown>>, others?: string[]];

/** Paths that both majors read alike. */
const BOTH: readonly Row[] = [
  ['/', '/', {}, ['/a']],
  ['/a', '/a', {}, ['/b', '/a/b', '/']],
  ['/A', '/A', {}, ['/b']],
  ['/a/b', '/a/b', {}, ['/a', '/a/b/c']],
  ['/a/', '/a/', {}, ['/b']],
  ['/a.b', '/a.b', {}, ['/acb']],
  ['/a-b_c~d', '/a-b_c~d', {}, ['/a-b']],
  ['/%C3%A9', '/%C3%A9', {}, ['/e']],
  ['/a%20b', '/a%20b', {}, ['/ab']],
  ['/a@b,c;d=e&f', '/a@b,c;d=e&f', {}, ['/a']],
  ['/:id', '/7', { id: '7' }, ['/', '/7/8']],
  ['/:id/', '/7/', { id: '7' }, ['/7/8']],
  ['/:id_2', '/7', { id_2: '7' }, ['/7/8']],
  ['/:a/:b', '/1/2', { a: '1', b: '2' }, ['/1']],
  ['/:a-:b', '/1-2', { a: '1', b: '2' }, ['/1', '/1-2/3']],
  ['/:a.:b', '/1.2', { a: '1', b: '2' }, ['/12']],
  ['/x-:a', '/x-1', { a: '1' }, ['/1']],
  ['/users/:id/posts', '/users/7/posts', { id: '7' }, ['/users/7']],
  ['/users/:id\\:activate', '/users/7:activate', { id: '7' }, ['/users/7:deactivate', '/users/7']],
  ['/users/:id\\:deactivate', '/users/7:deactivate', { id: '7' }, ['/users/7:activate']],
  ['/a\\:b', '/a:b', {}, ['/a:c', '/ab']],
  ['/a\\:c', '/a:c', {}, ['/a:b', '/ac']],
  ['/a\\*', '/a*', {}, ['/ab']],
  ['/a\\(b\\)', '/a(b)', {}, ['/ab']],
  ['/a\\+', '/a+', {}, ['/aa']],
  ['/a\\.b', '/a.b', {}, ['/acb']],
  ['/a\\-b', '/a-b', {}, ['/ab']],
  ['/<id>', '/7', { id: '7' }, ['/7/8']],
  ['/<id:int>', '/7', { id: 7 }, ['/7/8']],
  ['/<id:int>.json', '/7.json', { id: 7 }, ['/7', '/7.xml']],
  ['/<id:int>\\:stop', '/7:stop', { id: 7 }, ['/7:start', '/7']],
  ['/x/<id:slug>/y', '/x/a-b/y', { id: 'a-b' }, ['/x/a-b']],
  ['/<kind>/<id:float>', '/a/1.5', { kind: 'a', id: 1.5 }, ['/a']],
  ['/f/<rest:path>', '/f/a/b', { rest: 'a/b' }, ['/f', '/g/a']],
];

const EXPRESS_5: readonly Row[] = [
  ['/:"my id"', '/7', { 'my id': '7' }, ['/7/8']],
  ['/:"id"', '/7', { id: '7' }, ['/7/8']],
  ['/:"a"b', '/7b', { a: '7' }, ['/7']],
  ['/:"a\\"b"', '/7', { 'a"b': '7' }, ['/']],
  ['/:naïve', '/7', { naïve: '7' }, ['/']],
  ['/:$id', '/7', { $id: '7' }, ['/']],
  ['/*rest', '/a/b', { rest: ['a', 'b'] }, ['/']],
  ['/*"my rest"', '/a', { 'my rest': ['a'] }, ['/']],
  ['/f/*rest', '/f/a/b', { rest: ['a', 'b'] }, ['/f', '/g/a']],
  ['/f-*rest', '/f-a/b', { rest: ['a', 'b'] }, ['/f']],
  ['/*rest/end', '/a/b/end', { rest: ['a', 'b'] }, ['/end', '/a/b']],
  ['/a{/:b}', '/a/1', { b: '1' }, ['/b', '/a/1/2']],
  ['/a{/:b}/c', '/a/1/c', { b: '1' }, ['/a/1']],
  ['/a{/:b{/:c}}', '/a/1/2', { b: '1', c: '2' }, ['/b']],
  ['/a{/b/:c}{/:d}', '/a/b/1/2', { c: '1', d: '2' }, ['/b']],
  ['{/:lang}/about', '/en/about', { lang: 'en' }, ['/en']],
  ['/:file{.:ext}', '/a.txt', { file: 'a', ext: 'txt' }, ['/a/b']],
  ['/a{-:b}/c', '/a-1/c', { b: '1' }, ['/a-1']],
  ['/a{/<id:int>}', '/a/7', { id: 7 }, ['/b']],
  ['/a{/*rest}', '/a/b/c', { rest: ['b', 'c'] }, ['/b']],
  ['/a\\{b\\}', '/a{b}', {}, ['/ab']],
  ['/a|b', '/a|b', {}, ['/b']],
  ['/$a^', '/$a^', {}, ['/a']],
  ['/a\\d', '/ad', {}, ['/a1']],
  ['/a<b', '/a<b', {}, ['/ab']],
  ['/a\\<id>', '/a<id>', {}, ['/a7']],
  ['/a//b', '/a//b', {}, ['/a/b']],
  ['/a//', '/a', {}, ['/b']],
];

const EXPRESS_4: readonly Row[] = [
  ['/:id(\\d+)', '/7', { id: '7' }, ['/a', '/7/8']],
  ['/:id([0-9a-f]+)', '/7f', { id: '7f' }, ['/g']],
  ['/:id(a|b)', '/b', { id: 'b' }, ['/c']],
  ['/:id(\\d+)-:to(\\d+)', '/1-2', { id: '1', to: '2' }, ['/a-b']],
  ['/a/:b?', '/a/1', { b: '1' }, ['/b', '/a/1/2']],
  ['/a/:b?/c', '/a/1/c', { b: '1' }, ['/a/1']],
  ['/a/:b(\\d+)?', '/a/1', { b: '1' }, ['/a/x']],
  ['/a.:ext?', '/a.txt', { ext: 'txt' }, ['/b']],
  ['/:a?/:b?', '/1/2', { a: '1', b: '2' }, ['/1/2/3']],
  ['/a/<id:int>?', '/a/7', { id: 7 }, ['/b']],
  ['/*', '/a/b', { 0: 'a/b' }, []],
  ['/f/*', '/f/a/b', { 0: 'a/b' }, ['/f', '/g/a']],
  ['/*/end', '/a/b/end', { 0: 'a/b' }, ['/a/b']],
  ['/*/x/*', '/a/x/b', { 0: 'a', 1: 'b' }, ['/a/b']],
  ['/f/*rest', '/f/arest', { 0: 'a' }, ['/f/a']],
  ['/x(\\d+)', '/x12', { 0: '12' }, ['/x']],
  ['/x(\\d+)-(\\d+)', '/x1-2', { 0: '1', 1: '2' }, ['/x1']],
  ['/x(?<year>\\d+)', '/x12', { 0: '12' }, ['/x']],
  ['/ab?c', '/ac', {}, ['/a']],
  ['/a\\:b?c', '/a:c', {}, ['/ac']],
];

/** Paths of Express 4 with regular expression syntax, so that they have no single URL. */
const PATTERNS: readonly Row[] = [
  ['/ab+c', '/abbc', {}, ['/ac']],
  ['/a[bc]', '/ab', {}, ['/ad']],
  ['/a\\d', '/a1', {}, ['/ad']],
  ['/(a|b)', '/b', {}, ['/c']],
  ['/ab{2}', '/abb', {}, ['/ab']],
  ['/a|/b', '/b', {}, []],
];

export const rowsOf = (major: 4 | 5): readonly Row[] => [
  ...BOTH,
  ...(major === 5 ? EXPRESS_5 : [...EXPRESS_4, ...PATTERNS]),
];

/** Express 5 ignores slashes at the end of a path, so that `/a//` does not match itself. */
export const hasURL = (path: string): boolean => path !== '/a//';

export const isPattern = (path: string, major: 4 | 5): boolean =>
  major === 4 && PATTERNS.some(([other]) => other === path);
