import type { Express } from 'express';
import { adopt } from 'express-returns';

/** How far an app has moved to return style. Its own tests must pass in each stage as they are. */
export interface Stage {
  readonly stage: string;
  readonly isMoved: boolean;
  /** The one line that is added. */
  readonly prepare: (app: Express) => Express;
}

export const stages: readonly Stage[] = [
  { stage: 'before adopt', isMoved: false, prepare: (app) => app },
  { stage: 'adopted, no handler changed', isMoved: false, prepare: (app) => adopt(app) },
  { stage: 'adopted, every handler moved', isMoved: true, prepare: (app) => adopt(app) },
];
