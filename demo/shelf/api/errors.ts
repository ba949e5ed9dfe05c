import { ErrorCode, ErrorList, Status } from 'express-returns';

/** The errors of the shelf. The library adds those of every app, such as 1001 for an unknown path. */
export const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', Status.UNAUTHORIZED),
  new ErrorCode(1101, 'The name or the password is wrong', Status.UNAUTHORIZED),
  new ErrorCode(1110, 'There is no number {} on the shelf', Status.NOT_FOUND),
  new ErrorCode(1111, 'Only {} may remove it', Status.FORBIDDEN),
  new ErrorCode(1120, 'This is no picture, sound or video that browsers show', Status.UNSUPPORTED_MEDIA_TYPE),
  new ErrorCode(1121, 'The file has more than {} MB', Status.CONTENT_TOO_LARGE),
  new ErrorCode(1122, 'The disk of the shelf is full. Nothing was kept', Status.INSUFFICIENT_STORAGE),
  new ErrorCode(1123, 'Send a form with one file, in the field file', Status.BAD_REQUEST),
  new ErrorCode(1130, 'This link leads nowhere', Status.NOT_FOUND),
);
