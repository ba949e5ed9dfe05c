import type { Catalogue } from '../catalogue/catalogue';
import type { Changes } from '../catalogue/changes';
import type { People } from '../catalogue/people';
import type { MediaFolder } from '../media/media-folder';

/** All that the routes need. */
export interface Shelf {
  readonly catalogue: Catalogue;
  readonly changes: Changes;
  readonly people: People;
  readonly folder: MediaFolder;
}
