import type { IRouter } from 'express';

/** An app or Router of either Express major, as far as mounting needs it. */
export type Mountable = Pick<IRouter, 'route' | 'use'>;
