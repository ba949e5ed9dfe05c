import type { IRouter } from 'express';

/** The part of an app or Router of either Express major that mounting uses. */
export type Mountable = Pick<IRouter, 'route' | 'use'>;
