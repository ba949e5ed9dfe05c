import { BASE_TABLE } from '../errors/code-table';
import type { ErrorCode } from '../errors/error-code';
import type { InputDescription } from '../handlers/description';
import type { WriteSettings } from '../writers/exchange';
import { errorReplyOf, type ReplyContext } from './declared-replies';
import { describeCode, describeStatus, type DescribedError } from './error-bodies';
import type { Reply } from './reply';

/** The parts of a route that imply replies. */
export interface ReplyCauses {
  readonly input: InputDescription;
  readonly timeout: number | undefined;
  readonly serverError: boolean;
}

/** The replies that follow from the other parts of a description: those of validation, of the parser, and of limits. */
export function impliedReplies({ input, timeout, serverError }: ReplyCauses, context: ReplyContext): readonly Reply[] {
  const hasBody = input.body !== undefined || input.files !== undefined;
  const { params, query, headers, cookies } = input;
  const hasInput = hasBody || [params, query, headers, cookies].some((schema) => schema !== undefined);
  const errors: readonly (DescribedError | false)[] = [
    hasInput && describeBase(1002),
    hasBody && describeStatus(413),
    hasBody && describeStatus(415),
    timeout !== undefined && describeStatus(503),
    serverError && describeBase(1000),
  ];
  return errors.filter((error) => error !== false).map((error) => errorReplyOf(error, context));
}

function describeBase(code: number): DescribedError | false {
  const found = BASE_TABLE.get(code);
  return found !== undefined && describeCode(found);
}

/** The replies of a route that declares none: its errors are those of the app. */
export function undeclaredReplies({ errors }: WriteSettings, context: ReplyContext): readonly Reply[] {
  const own = [...(errors?.values() ?? [])].filter((code) => BASE_TABLE.get(code.code) !== code);
  const ranges = [...new Set(own.map(rangeOf))].sort();
  const catalogue = ranges.flatMap((status) =>
    own
      .filter((code) => rangeOf(code) === status)
      .map((code) => ({
        ...errorReplyOf(describeCode(code), context),
        status,
        description: 'One of the errors of the app.',
      })),
  );
  return [...catalogue, { status: 'default', description: 'Not declared.' }];
}

function rangeOf({ status }: ErrorCode): string {
  return `${Math.floor(status / 100)}XX`;
}
