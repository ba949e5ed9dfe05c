import { Routes, type ApiOf } from 'express-returns';
import { exportRoutes } from './export-routes';
import { feedRoutes } from './feed-routes';
import { fileRoutes } from './file-routes';
import { mediaRoutes } from './media-routes';
import { sessionRoutes } from './session-routes';
import type { Shelf } from './shelf';
import { uploadRoutes } from './upload-routes';

/** All routes below `/v1`. */
export function apiRoutes(shelf: Shelf) {
  return new Routes(
    sessionRoutes(shelf),
    mediaRoutes(shelf),
    uploadRoutes(shelf),
    fileRoutes(shelf),
    feedRoutes(shelf),
    exportRoutes(shelf),
  );
}

/** The types of the API, for clients. */
export interface Api extends ApiOf<ReturnType<typeof apiRoutes>> {}
