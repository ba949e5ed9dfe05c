import { createStatusError, resolveError } from '../../lib/errors/error';
import { detailsOfCode } from '../../lib/errors/error-details';
import {
  dataOfIssues,
  issuesOf,
  toProblemIssue,
  withIssues,
  type ValidationIssue,
} from '../../lib/errors/validation-issues';

const issue = (path: ValidationIssue['path'], place: ValidationIssue['in'] = 'body'): ValidationIssue => ({
  in: place,
  path,
  message: 'no',
});

it('groups messages by place and field', () => {
  const issues = [issue(['a', 0]), issue(['a', 0]), issue([], 'query'), issue(['__proto__'])];
  const data = dataOfIssues(issues);

  expect(JSON.stringify(data)).toBe('{"body":{"a.0":["no","no"],"__proto__":["no"]},"query":{"":["no"]}}');
});

it.each([
  [[], '#'],
  [['tags', 0], '#/tags/0'],
  [['a/b', 'c~d'], '#/a~1b/c~0d'],
  [[''], '#/'],
  [['ä ö"'], '#/%C3%A4%20%C3%B6%22'],
  [['\ud800'], '#/%EF%BF%BD'],
])('writes the path %j as the pointer %s', (path, pointer) => {
  expect(toProblemIssue(issue(path))).toEqual({ in: 'body', pointer, detail: 'no' });
});

it('names the field of any other place', () => {
  expect(toProblemIssue(issue(['tag', 0], 'query'))).toEqual({ in: 'query', name: 'tag.0', detail: 'no' });
});

it('keeps issues on a copy of the error, where no log shows them twice', () => {
  const error = withIssues(createStatusError(400, 'no'), [issue([])]);

  expect(issuesOf(resolveError(error))).toEqual([issue([])]);
  expect(detailsOfCode(error)).toMatchObject({ code: 1002, status: 400, message: 'no', issues: [issue([])] });
  expect(Object.keys(error)).not.toContain('issues');
});

it('knows no issues of an error of the app', () => {
  expect(issuesOf(Object.assign(new Error('no'), { issues: 'mine' }))).toBeUndefined();
});
